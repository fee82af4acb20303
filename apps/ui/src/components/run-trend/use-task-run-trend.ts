import type { ClientError } from "@millrace/client/browser";
import type { RunBucket, StateCount } from "@millrace/contract";
import type { UseQueryResult } from "@tanstack/react-query";
import { useAnswer } from "../../api/use-call.ts";
import { historyOf, toBucket } from "../charts/read-history.ts";
import { momentsOf, type TimeRange } from "../time/time-range.ts";
import type { TrendScope } from "./use-run-trend.ts";

interface TaskRunTrendData {
  readonly buckets: readonly RunBucket[];
  readonly states: readonly StateCount[];
}

/** The task runs of a period by time and state: one request, of the protocol's own, in which the server counts. */
export const useTaskRunTrend = (scope: TrendScope, range: TimeRange): UseQueryResult<TaskRunTrendData, ClientError> =>
  useAnswer<TaskRunTrendData>(
    {
      noun: "taskRuns",
      name: "task-run-trend",
      input: { scope, range },
      ask: async (api, signal) => {
        const { after: start, before: end } = momentsOf(range, Date.now());
        const history = await api.taskRuns.getHistory({ body: { ...scope, ...historyOf({ start, end }) } }, { signal });
        const buckets = history.map(toBucket);
        return { buckets, states: buckets.flatMap(({ states }) => states) };
      },
    },
    { keepPrevious: true },
  );
