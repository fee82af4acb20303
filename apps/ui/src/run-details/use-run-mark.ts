import type { StateType } from "@millrace/contract";
import { useEffect } from "react";
import { stateColor } from "../components/state-looks.ts";

/** What stands in the mark: colour is never the only sign. */
const shapes: Readonly<Record<StateType, string>> = {
  SCHEDULED:
    '<circle cx="16" cy="16" r="8" fill="none" stroke="#fff" stroke-width="3"/><path d="M16 12v4l3 2" stroke="#fff" stroke-width="3" fill="none"/>',
  PENDING: '<circle cx="16" cy="16" r="8" fill="none" stroke="#fff" stroke-width="3" stroke-dasharray="4 4"/>',
  RUNNING: '<path d="M12 9l11 7-11 7z" fill="#fff"/>',
  COMPLETED: '<path d="M9 17l5 5 9-11" stroke="#fff" stroke-width="4" fill="none"/>',
  FAILED: '<path d="M10 10l12 12M22 10L10 22" stroke="#fff" stroke-width="4"/>',
  CRASHED: '<path d="M16 8v10M16 21v4" stroke="#fff" stroke-width="4"/>',
  CANCELLED: '<path d="M9 16h14" stroke="#fff" stroke-width="4"/>',
  CANCELLING: '<path d="M9 16h14" stroke="#fff" stroke-width="4"/>',
  PAUSED: '<path d="M12 10v12M20 10v12" stroke="#fff" stroke-width="4"/>',
};

const markOf = (type: StateType): string => {
  const variable = /--[a-z-]+/.exec(stateColor(type))?.[0] ?? "";
  const color = getComputedStyle(document.documentElement).getPropertyValue(variable).trim() || "#66747f";
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${color}"/>${shapes[type]}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
};

/** Shows the state of the run in the browser's tab, for as long as its page is open. */
export const useRunMark = (type: StateType | null | undefined): void => {
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (link === null || type === null || type === undefined) return undefined;
    const usual = link.href;
    link.href = markOf(type);
    return () => {
      link.href = usual;
    };
  }, [type]);
};
