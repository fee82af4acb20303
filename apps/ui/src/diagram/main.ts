import mermaid from "mermaid";
import type { DiagramAnswer, DiagramOrder } from "./messages.ts";

const place = document.getElementById("place");

const answer = (message: DiagramAnswer): void => window.parent.postMessage(message, window.location.origin);

const draw = async ({ text, isDark }: DiagramOrder): Promise<void> => {
  document.documentElement.style.colorScheme = isDark ? "dark" : "light";
  // Strict: no scripts, no clicks, and labels are text.
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: "strict",
    suppressErrorRendering: true,
    theme: isDark ? "dark" : "default",
    fontFamily: "system-ui, sans-serif",
  });
  const { svg } = await mermaid.render("diagram", text);
  const drawn = new DOMParser().parseFromString(svg, "text/html").querySelector("svg");
  if (place === null || drawn === null) throw new Error("Nothing was drawn.");
  place.replaceChildren(drawn);
  answer({ kind: "drawn", height: Math.ceil(place.getBoundingClientRect().height) });
};

/** Draws what the page around it asks for, one after the other. */
let last: Promise<void> = Promise.resolve();
window.addEventListener("message", ({ data, source, origin }: MessageEvent<DiagramOrder>) => {
  if (source !== window.parent || origin !== window.location.origin) return;
  last = last
    .then(() => draw(data))
    .catch((error: unknown) => answer({ kind: "failed", reason: error instanceof Error ? error.message : String(error) }));
});
answer({ kind: "ready" });
