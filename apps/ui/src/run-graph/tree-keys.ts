import type { KeyboardEvent } from "react";
import type { Row } from "./model/rows.ts";

interface Tree {
  readonly rows: readonly Row[];
  /** The active row; undefined before any was. */
  readonly activeKey: string | undefined;
  /** Rows of one page up or down. */
  readonly page: number;
  readonly onActivate: (row: Row) => void;
  readonly onToggle: (row: Row) => void;
  readonly onPress: (row: Row) => void;
}

/** Moves through rows and opens them, as the keys of a tree grid do. True when the key was one of them. */
export const pressTreeKey = (event: Pick<KeyboardEvent, "key">, tree: Tree): boolean => {
  const { rows, onActivate, onToggle, onPress } = tree;
  const position = rows.findIndex(({ key }) => key === tree.activeKey);
  const row = rows[position];
  const target = targetOf(event.key, position, tree);
  if (target !== undefined) {
    const next = rows[Math.min(Math.max(target, 0), rows.length - 1)];
    if (next !== undefined) onActivate(next);
    return true;
  }
  if (row === undefined) return false;
  const isExpanded = row.kind === "note" ? undefined : row.isExpanded;
  if (event.key === "ArrowRight" && isExpanded === false) onToggle(row);
  else if (event.key === "ArrowLeft" && isExpanded === true) onToggle(row);
  else if (event.key === "ArrowLeft" && row.depth > 0)
    onActivate(rows.slice(0, position).findLast(({ depth }) => depth < row.depth) ?? row);
  else if (event.key === "Enter" || event.key === " ") onPress(row);
  else return false;
  return true;
};

const targetOf = (key: string, position: number, { rows, page }: Tree): number | undefined => {
  if (key === "ArrowDown" || key === "j") return position + 1;
  if (key === "ArrowUp" || key === "k") return Math.max(position, 1) - 1;
  if (key === "PageDown") return position + page;
  if (key === "PageUp") return position - page;
  if (key === "Home") return 0;
  return key === "End" ? rows.length - 1 : undefined;
};
