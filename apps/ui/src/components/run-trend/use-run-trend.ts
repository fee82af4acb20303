import type { ClientError } from "@millrace/client/browser";
import type { FlowRun, FlowRunTimeseries, TimedRunBucket } from "@millrace/contract";
import type { UseQueryResult } from "@tanstack/react-query";
import type { Api } from "../../api/api.ts";
import { useAnswer } from "../../api/use-call.ts";
import { withFallback } from "../../api/with-fallback.ts";
import { toBucket } from "../charts/read-history.ts";
import { momentsOf, type TimeRange } from "../time/time-range.ts";

/** Whose runs. */
export type TrendScope =
  | { readonly deployments: { readonly id: { readonly any_: string[] } } }
  | { readonly flows: { readonly id: { readonly any_: string[] } } };

export interface RunTrendData extends FlowRunTimeseries {
  /** Durations are those of the newest runs alone. */
  readonly isSampled: boolean;
}

const most = 200;
const bars = 48;

interface Asked {
  readonly scope: TrendScope;
  readonly start: string;
  readonly end: string;
}

/** The value that this share of the others does not exceed, the nearest rank; null of none. */
export const quantile = (values: readonly number[], share: number): number | null => {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
};

const durationsOf = (runs: readonly FlowRun[]) => {
  const durations = runs.map(({ total_run_time }) => total_run_time);
  return { duration_p50: quantile(durations, 0.5), duration_p95: quantile(durations, 0.95) };
};

/** The trend in the protocol's own words: two requests, durations from the newest 200 runs that ended. */
const getStandardTrend = async (api: Api, { scope, start, end }: Asked, signal: AbortSignal): Promise<RunTrendData> => {
  const bucket_seconds = Math.max(1, Math.ceil((Date.parse(end) - Date.parse(start)) / 1000 / bars));
  const [history, ended] = await Promise.all([
    api.flowRuns.getHistory(
      { body: { ...scope, history_start: start, history_end: end, history_interval_seconds: bucket_seconds } },
      { signal },
    ),
    api.flowRuns.list(
      {
        body: {
          ...scope,
          flow_runs: { end_time: { after_: start, before_: end }, state: { type: { any_: ["COMPLETED", "FAILED", "CRASHED"] } } },
          sort: "END_TIME_DESC",
          limit: most,
        },
      },
      { signal },
    ),
  ]);
  const buckets = history.map((bar): TimedRunBucket => {
    const { interval_start: from, interval_end: until } = bar;
    const within = ended.filter(({ expected_start_time: at }) => at !== null && at >= from && at < until);
    return {
      ...toBucket(bar),
      ...durationsOf(within),
    };
  });
  const states = buckets.flatMap((bucket) => bucket.states);
  const total = states.reduce((sum, { count }) => sum + count, 0);
  return { start, end, bucket_seconds, total, states, buckets, ...durationsOf(ended), isSampled: ended.length === most };
};

/** The runs of a period by time and state, and how long they took. A period that ends now moves on with every answer. */
export const useRunTrend = (scope: TrendScope, range: TimeRange): UseQueryResult<RunTrendData, ClientError> =>
  useAnswer<RunTrendData>(
    {
      noun: "ui",
      name: "run-trend",
      input: { scope, range },
      ask: (api, signal) => {
        const { after: start, before: end } = momentsOf(range, Date.now());
        return withFallback(
          { api, flag: "ui-timeseries" },
          async () => ({ ...(await api.uiRuns.getTimeseries({ body: { ...scope, start, end } }, { signal })), isSampled: false }),
          () => getStandardTrend(api, { scope, start, end }, signal),
        );
      },
    },
    { keepPrevious: true },
  );
