import { useThrottledCallback } from "@mantine/hooks";
import type { LogFacets } from "@millrace/contract";
import { useEffect } from "react";
import { useAnswer } from "../api/use-call.ts";
import { type LogScope, logFilter } from "./log-query.ts";
import type { LogSource } from "./log-source.ts";

/** Milliseconds between two counts while lines come. */
const pause = 10_000;

/** How the lines spread over levels, loggers and task runs; counted anew when `size` says that there are more. */
export const useLogFacets = (source: LogSource, scope: LogScope, size: number | undefined): LogFacets | undefined => {
  const filter = logFilter(scope);
  const { data, refetch } = useAnswer<LogFacets>(
    { noun: "logs", name: "facets", input: filter, ask: () => source.countFacets(filter) },
    { poll: 0 },
  );
  const recount = useThrottledCallback(() => void refetch(), pause);
  const isOutdated = size !== undefined && data !== undefined && !data.is_truncated && size > data.total;
  useEffect(() => {
    if (isOutdated) recount();
  }, [isOutdated, recount]);
  return data;
};
