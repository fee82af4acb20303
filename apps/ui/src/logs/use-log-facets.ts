import { useThrottledCallback } from "@mantine/hooks";
import type { Log, LogFacets } from "@millrace/contract";
import { useEffect } from "react";
import { useAnswer } from "../api/use-call.ts";
import { withFallback } from "../api/with-fallback.ts";
import { type LogScope, logFilter } from "./log-query.ts";
import { countFacets } from "./log-source.ts";

const countBy = <K>(lines: readonly Log[], key: (line: Log) => K): [K, number][] =>
  [...Map.groupBy(lines, key)].map(([value, list]) => [value, list.length]);

/** What the last lines can tell, for servers that do not count. */
const facetsOf = (lines: readonly Log[]): LogFacets => ({
  total: lines.length,
  levels: countBy(lines, ({ level }) => level).map(([level, count]) => ({ level, count })),
  loggers: countBy(lines, ({ name }) => name).map(([name, count]) => ({ name, count })),
  task_runs: countBy(lines, ({ task_run_id }) => task_run_id).map(([task_run_id, count]) => ({
    task_run_id,
    name: null,
    count,
    errors: 0,
  })),
  is_truncated: true,
});

/** Milliseconds between two counts while lines come. */
const pause = 10_000;

/** How the lines spread over levels, loggers and task runs; counted anew when `size` says that there are more. */
export const useLogFacets = (scope: LogScope, size: number | undefined): LogFacets | undefined => {
  const filter = logFilter(scope);
  const { data, refetch } = useAnswer<LogFacets>(
    {
      noun: "logs",
      name: "facets",
      input: filter,
      ask: (api, signal) =>
        withFallback(
          { api, flag: "ui-log-facets" },
          () => countFacets(api, filter),
          async () => facetsOf(await api.logs.list({ body: { logs: filter, sort: "TIMESTAMP_DESC" } }, { signal })),
        ),
    },
    { poll: 0 },
  );
  const recount = useThrottledCallback(() => void refetch(), pause);
  const isOutdated = size !== undefined && data !== undefined && !data.is_truncated && size > data.total;
  useEffect(() => {
    if (isOutdated) recount();
  }, [isOutdated, recount]);
  return data;
};
