import "./app/styles.ts";
import { start } from "./app/start.tsx";

const place = document.getElementById("root");

/** Nothing else is there yet to say it with. */
const explain = (root: HTMLElement, error: unknown): void => {
  const text = document.createElement("p");
  text.setAttribute("role", "alert");
  text.textContent = `Millrace could not start. ${error instanceof Error ? error.message : String(error)} `;
  const again = document.createElement("button");
  again.textContent = "Try again";
  again.addEventListener("click", () => window.location.reload());
  root.replaceChildren(text, again);
};

if (place !== null) start(place).catch((error: unknown) => explain(place, error));
