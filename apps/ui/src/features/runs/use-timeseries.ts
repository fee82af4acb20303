import type { RunBucket } from "@millrace/contract";
import { useAnswer } from "../../api/use-call.ts";
import { historyOf, toBucket } from "../../components/charts/read-history.ts";
import { flowRunFilters, periodOf, type RunScope, taskRunFilters } from "./run-scope.ts";

/** Runs over time. */
export interface Timeseries {
  readonly start: string;
  readonly end: string;
  readonly buckets: readonly RunBucket[];
}

/**
 * The flow runs of a list by time and state: one request. The protocol's own takes a third of the time of the one beside it, which tells
 * of durations too; only that one knows durations and parameters as filters.
 */
export const useFlowRunTimeseries = (scope: RunScope) =>
  useAnswer<Timeseries>(
    {
      noun: "flowRuns",
      name: "timeseries",
      input: scope,
      ask: async (api, signal) => {
        const now = Date.now();
        const { filters } = flowRunFilters(scope, now);
        const period = periodOf(filters.flow_runs?.expected_start_time, now);
        if (filters.traits !== undefined) return api.uiRuns.getTimeseries({ body: { ...period, ...filters } }, { signal });
        const bars = await api.flowRuns.getHistory({ body: { ...historyOf(period), ...filters } }, { signal });
        return { ...period, buckets: bars.map(toBucket) };
      },
    },
    { keepPrevious: true },
  );

/** The same of task runs. */
export const useTaskRunTimeseries = (scope: RunScope) =>
  useAnswer<Timeseries>(
    {
      noun: "taskRuns",
      name: "task-timeseries",
      input: scope,
      ask: async (api, signal) => {
        const now = Date.now();
        const { filters } = taskRunFilters(scope, now);
        const period = periodOf(filters.task_runs?.expected_start_time, now);
        // Task runs' history knows no work pools; neither does their query.
        const { work_pools: _, ...others } = filters;
        const bars = await api.taskRuns.getHistory({ body: { ...historyOf(period), ...others } }, { signal });
        return { ...period, buckets: bars.map(toBucket) };
      },
    },
    { keepPrevious: true },
  );
