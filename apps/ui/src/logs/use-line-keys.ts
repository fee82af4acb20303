import { useShortcut } from "../shortcuts/shortcuts-context.tsx";
import type { LogBook } from "./log-book.ts";
import type { LogPlace } from "./log-order.ts";
import type { LogList } from "./use-log-list.ts";
import type { Surroundings } from "./use-surroundings.ts";

interface Options {
  readonly book: LogBook;
  readonly list: LogList;
  readonly line: LogPlace | undefined;
  readonly onLine: (line: LogPlace) => void;
  readonly surroundings: Surroundings | undefined;
}

/** Keys for lines: `j` and `k` choose the next and the previous one, `a` shows what stands around the chosen one. */
export const useLineKeys = ({ book, list, line, onLine, surroundings }: Options): void => {
  const inSight = () => list.rows.getVirtualItems();
  const current = (): number | undefined => inSight().find(({ index }) => book.lineAt(index)?.id === line?.id)?.index;
  const move = (step: number) => (): void | false => {
    const top = inSight().find(({ start }) => start >= (list.rows.scrollOffset ?? 0))?.index ?? 0;
    const at = line === undefined ? undefined : current();
    const index = at === undefined ? top : at + step;
    const next = book.lineAt(index);
    if (next === undefined) return false;
    onLine(next);
    list.rows.scrollToIndex(index, { align: "auto" });
    return undefined;
  };
  const around = (): void | false => {
    const index = current();
    const chosen = index === undefined ? undefined : book.lineAt(index);
    if (chosen === undefined || surroundings === undefined) return false;
    surroundings.more(chosen);
    return undefined;
  };
  useShortcut({ keys: "j", does: "Next line of the log", run: move(1) });
  useShortcut({ keys: "k", does: "Previous line of the log", run: move(-1) });
  useShortcut({ keys: "a", does: "Lines around the chosen line", run: around });
};
