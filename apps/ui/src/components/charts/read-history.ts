import type { RunBucket, RunHistory } from "@millrace/contract";
import { bucketSeconds } from "./bucket-seconds.ts";

/** What the protocol's history of runs is asked for a period. */
export const historyOf = ({ start, end }: { readonly start: string; readonly end: string }) => ({
  history_start: start,
  history_end: end,
  history_interval_seconds: bucketSeconds(start, end),
});

/** An interval of the protocol's history as a bucket of runs. */
export const toBucket = ({ interval_start, interval_end, states }: RunHistory): RunBucket => ({
  start: interval_start,
  end: interval_end,
  states: states.map(({ state_type, state_name, count_runs }) => ({ state_type, state_name, count: count_runs })),
});
