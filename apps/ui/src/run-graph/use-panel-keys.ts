import { type RefObject, useEffect, useRef } from "react";

interface PanelKeys {
  readonly onFind: () => void;
  readonly onCentre: () => void;
  readonly onFullscreen: () => void;
  readonly onLeave: () => void;
}

/** The keys that work anywhere in the panel, as long as nobody is typing. `/` works anywhere on the page. */
export const usePanelKeys = (root: RefObject<HTMLElement | null>, keys: PanelKeys): void => {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const action = actionOf(event.key, latest.current);
      const isInside = event.target instanceof Node && root.current?.contains(event.target) === true;
      if (action === undefined || !(isInside || event.key === "/")) return;
      event.preventDefault();
      event.stopPropagation();
      action();
    };
    document.addEventListener("keydown", onKeyDown, { capture: true });
    return () => document.removeEventListener("keydown", onKeyDown, { capture: true });
  }, [root]);
};

const actionOf = (key: string, keys: PanelKeys): (() => void) | undefined => {
  if (key === "/") return keys.onFind;
  if (key === "c") return keys.onCentre;
  if (key === "f") return keys.onFullscreen;
  return key === "Escape" ? keys.onLeave : undefined;
};

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));
