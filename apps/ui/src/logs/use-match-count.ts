import { useAnswer } from "../api/use-call.ts";
import { type LogQuery, type LogScope, logFilter } from "./log-query.ts";
import type { LogSource } from "./log-source.ts";

/** How many lines match what is looked for; undefined while nothing is. */
export const useMatchCount = (source: LogSource, scope: LogScope, query: LogQuery): number | undefined => {
  const filter = logFilter(scope, query);
  const isAsked = query.text !== undefined && query.text !== "";
  const { data } = useAnswer<number>(
    { noun: "logs", name: "matches", input: filter, ask: () => source.count(filter) },
    { enabled: isAsked, poll: 0 },
  );
  return isAsked ? data : undefined;
};
