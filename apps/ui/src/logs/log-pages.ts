import type { Log } from "@millrace/contract";
import { compareLogs } from "./log-order.ts";
import { pageLimit } from "./log-source.ts";

/** Pages overlap by a line, so that each shows whether it fits what is around it. */
export const stride = pageLimit - 1;

/** Lines by their place, undefined where they are not loaded, and the ids of those that are. */
export interface LogPages {
  readonly lines: (Log | undefined)[];
  readonly ids: Set<string>;
}

interface Known {
  /** How many lines that are not loaded stand before and after those that are. */
  readonly before: number;
  readonly lines: readonly Log[];
  readonly after: number;
}

const gap = (length: number): undefined[] => Array.from({ length: Math.max(0, length) }, () => undefined);

export const createLogPages = ({ before, lines, after }: Known): LogPages => ({
  lines: [...gap(before), ...lines, ...gap(after)],
  ids: new Set(lines.map(({ id }) => id)),
});

/** Whether lines of a page are missing. */
export const lacks = ({ lines }: LogPages, number: number): boolean => {
  const end = Math.min(lines.length, number * stride + pageLimit);
  for (let index = number * stride; index < end; index += 1) if (lines[index] === undefined) return true;
  return false;
};

/** Puts a new line where its moment belongs, as far as the lines at the end are known. One that is there already stays as it is. */
export const insertLine = ({ lines, ids }: LogPages, line: Log): void => {
  if (ids.has(line.id)) return;
  let at = lines.length;
  for (let before = lines[at - 1]; before !== undefined && compareLogs(before, line) > 0; before = lines[at - 1]) at -= 1;
  lines.splice(at, 0, line);
  ids.add(line.id);
};

/** Puts a page in its place. False, and nothing is put, when it shows that lines have moved since the others were loaded. */
export const placePage = ({ lines, ids }: LogPages, first: number, page: readonly Log[]): boolean => {
  const fits =
    page.length === Math.min(pageLimit, lines.length - first) &&
    page.every((line, index) => {
      const known = lines[first + index];
      return known === undefined ? !ids.has(line.id) : known.id === line.id;
    });
  if (!fits) return false;
  for (const [index, line] of page.entries()) {
    lines[first + index] = line;
    ids.add(line.id);
  }
  return true;
};
