import type { LogFilterInput } from "@millrace/contract";
import type { LogBook } from "./log-book.ts";
import { since } from "./log-query.ts";
import { type LogSource, pageLimit } from "./log-source.ts";

/** Milliseconds that lines may come late, by the clocks of those who write them. */
const overlap = 5_000;
/** Pages asked for in one go; whoever is further behind starts over at the end. */
const most = 20;

/** Asks for what was written since the last line that is known, and a little before it. */
export const catchUp = async (source: LogSource, filter: LogFilterInput, book: LogBook): Promise<void> => {
  const last = book.lastLine;
  if (last === undefined) {
    if (book.size === 0) await book.start({ fromEnd: false });
    return;
  }
  const from = new Date(new Date(last.timestamp).getTime() - overlap).toISOString();
  for (let page = 0; page < most; page += 1) {
    const lines = await source.list(since(filter, from), { offset: page * pageLimit });
    book.add(lines);
    if (lines.length < pageLimit) return;
  }
  await book.start({ fromEnd: true });
};
