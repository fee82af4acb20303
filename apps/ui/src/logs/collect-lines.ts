import type { Log, LogFilterInput } from "@millrace/contract";
import { nameOfLevel } from "./log-levels.ts";
import { since } from "./log-query.ts";
import { type LogSource, pageLimit } from "./log-source.ts";
import { splitAnsi } from "./split-line.ts";

interface Options {
  readonly most: number;
  readonly signal: AbortSignal;
  readonly onProgress: (count: number) => void;
}

/** All lines that match, read from moment to moment, so that those that come meanwhile do not shift the others. */
export const collectLines = async (source: LogSource, filter: LogFilterInput, { most, signal, onProgress }: Options): Promise<Log[]> => {
  const lines: Log[] = [];
  const ids = new Set<string>();
  let moment: string | undefined;
  let offset = 0;
  while (lines.length < most) {
    signal.throwIfAborted();
    const page = await source.list(moment === undefined ? filter : since(filter, moment), { offset });
    const fresh = page.filter(({ id }) => !ids.has(id));
    for (const line of fresh) {
      ids.add(line.id);
      lines.push(line);
    }
    onProgress(lines.length);
    if (page.length < pageLimit) break;
    const last = page.at(-1)?.timestamp;
    // A moment that fills a whole page is passed by counting.
    offset = last === moment ? offset + pageLimit : 0;
    moment = last;
  }
  return lines.slice(0, most);
};

/** As text, one line each, with the moments as the server has them. */
export const printLines = (lines: readonly Log[]): string =>
  lines
    .map(({ timestamp, level, name, message }) => {
      const plain = splitAnsi(message)
        .map(({ text }) => text)
        .join("");
      return `${timestamp} | ${nameOfLevel(level).toUpperCase().padEnd(8)} | ${name} - ${plain}\n`;
    })
    .join("");
