/** What pages ask of a period of time: which, and how many runs of each state it holds. */
import { Default, Instant, Integer, List, Nullable, Open, type Parsed, Text, Uuid } from "./schema.ts";
import { StateType } from "./states.ts";

/** Both ends belong to the period. Without an end it lasts until now, without a start it is the 24 hours before its end. */
export const period = { start: Default(Nullable(Instant), null), end: Default(Nullable(Instant), null) } as const;

export const StateCount = Open({ state_type: StateType, state_name: Nullable(Text), count: Integer });
export type StateCount = Parsed<typeof StateCount>;

/** Runs expected to start from `start` until `end`, which belongs to the next bucket. */
export const RunBucket = Open({ start: Instant, end: Instant, states: List(StateCount) });
export type RunBucket = Parsed<typeof RunBucket>;

/** As much of a flow run as a short list shows. */
export const BriefFlowRun = Open({
  id: Uuid,
  name: Text,
  flow_id: Uuid,
  flow_name: Text,
  deployment_id: Nullable(Uuid),
  deployment_name: Nullable(Text),
  state_type: Nullable(StateType),
  state_name: Nullable(Text),
  state_timestamp: Nullable(Instant),
  expected_start_time: Nullable(Instant),
  next_scheduled_start_time: Nullable(Instant),
  start_time: Nullable(Instant),
  end_time: Nullable(Instant),
});
export type BriefFlowRun = Parsed<typeof BriefFlowRun>;
