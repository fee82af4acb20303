import { useRef } from "react";
import { useShortcut } from "../../shortcuts/shortcuts-context.tsx";

interface Options {
  readonly count: number;
  readonly onOpen: ((index: number) => void) | undefined;
  readonly onToggle: ((index: number) => void) | undefined;
}

/** Keys of a table: `j` and `k` move between rows, `x` selects, Enter opens. */
export const useRowKeys = ({ count, onOpen, onToggle }: Options) => {
  const body = useRef<HTMLTableSectionElement>(null);
  const rows = (): readonly HTMLElement[] => [...(body.current?.querySelectorAll<HTMLElement>("tr[data-row]") ?? [])];
  const current = (): number => rows().findIndex((row) => row.contains(document.activeElement));
  const move = (step: number) => (): void | false => {
    if (count === 0) return false;
    const at = current();
    const next = at === -1 ? 0 : Math.min(count - 1, Math.max(0, at + step));
    rows()[next]?.focus();
    return undefined;
  };
  const act = (deed: ((index: number) => void) | undefined) => (): void | false => {
    const at = current();
    if (at === -1 || deed === undefined) return false;
    deed(at);
    return undefined;
  };
  const openFocused = (): void | false => (rows().some((row) => row === document.activeElement) ? act(onOpen)() : false);
  useShortcut({ keys: "j", does: "Next row", run: move(1) });
  useShortcut({ keys: "k", does: "Previous row", run: move(-1) });
  useShortcut({ keys: "x", does: "Select the row", run: act(onToggle) });
  useShortcut({ keys: "Enter", does: "Open the row", run: openFocused });
  return body;
};
