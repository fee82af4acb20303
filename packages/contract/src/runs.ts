/** What flow runs and task runs have in common on the wire. */
import { Decimal, Default, Instant, Integer, List, Nullable, Open, type Parsed, Seconds, Text, Uuid } from "./schema.ts";
import { StateType } from "./states.ts";

/** The retry settings of old clients. They only count where `retries` and `retry_delay` are not given. */
export const oldRetryFields = { max_retries: Default(Integer, 0), retry_delay_seconds: Default(Decimal, 0) } as const;

/** Progress of a run as its states tell it; times in seconds (server.md §2.6). */
export const runProgress = {
  run_count: Integer,
  expected_start_time: Nullable(Instant),
  next_scheduled_start_time: Nullable(Instant),
  start_time: Nullable(Instant),
  end_time: Nullable(Instant),
  total_run_time: Decimal,
  estimated_run_time: Decimal,
  estimated_start_time_delta: Decimal,
} as const;

/** The period and the width of the buckets that a history is asked for in; at least a second each, at most 500 of them. */
export const historyRange = { history_start: Instant, history_end: Instant, history_interval_seconds: Seconds } as const;

/** Runs expected to start within one bucket, by state. */
export const RunHistory = Open({
  interval_start: Instant,
  interval_end: Instant,
  states: List(
    Open({
      state_type: StateType,
      state_name: Text,
      count_runs: Integer,
      sum_estimated_run_time: Decimal,
      sum_estimated_lateness: Decimal,
    }),
  ),
});
export type RunHistory = Parsed<typeof RunHistory>;

/** Who or what made an object. */
export const CreatedBy = Open({
  id: Default(Nullable(Uuid), null),
  type: Default(Nullable(Text), null),
  display_value: Default(Nullable(Text), null),
});
export type CreatedBy = Parsed<typeof CreatedBy>;
