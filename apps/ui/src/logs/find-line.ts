import type { Log, LogFilterInput } from "@millrace/contract";
import { compareLogs, type LogPlace } from "./log-order.ts";
import { since, until } from "./log-query.ts";
import type { LogSource } from "./log-source.ts";

export type Direction = "next" | "previous";

/** The nearest line that matches before or after another, which need not match or be loaded; from the other end when there is none. */
export const findLine = async (
  source: LogSource,
  filter: LogFilterInput,
  { from, direction }: { readonly from: LogPlace | undefined; readonly direction: Direction },
): Promise<Log | undefined> => {
  const sort = direction === "next" ? "TIMESTAMP_ASC" : "TIMESTAMP_DESC";
  if (from !== undefined) {
    const bound = direction === "next" ? since : until;
    // Lines of the same moment stand on both sides, so that more than one has to be looked at.
    const lines = await source.list(bound(filter, from.timestamp), { sort });
    const found = lines.find((line) => (direction === "next" ? compareLogs(line, from) > 0 : compareLogs(line, from) < 0));
    if (found !== undefined) return found;
  }
  const [first] = await source.list(filter, { sort, limit: 1 });
  return first;
};
