import {
  type Instant,
  isTerminal,
  type Json,
  type State,
  type StateDetails,
  type StateType,
  secondsBetween,
  toMicros,
} from "@millrace/contract";

/** What a query of runs reads of each run's current state, besides the run's own columns. */
export interface CurrentState {
  readonly state_message: string | null;
  readonly state_data: Json;
  readonly state_details: StateDetails | null;
}

interface StateColumns {
  readonly state_id: string | null;
  readonly state_type: StateType | null;
  readonly state_name: string | null;
  readonly state_timestamp: Instant | null;
}

/** The current state of a run that was read with its state's columns. */
export const currentState = (row: CurrentState & StateColumns): State | null => {
  const { state_id: id, state_type: type, state_timestamp: timestamp, state_details } = row;
  if (id === null || type === null || timestamp === null || state_details === null) return null;
  return { id, type, name: row.state_name, timestamp, message: row.state_message, data: row.state_data, state_details };
};

interface Times {
  readonly state_type: StateType | null;
  readonly state_timestamp: Instant | null;
  readonly total_run_time: number;
  readonly start_time: Instant | null;
  readonly expected_start_time: Instant | null;
}

/** How long a run has run and how late it started, in seconds, as of `now` (server.md §2.6). */
export const estimates = (run: Times, now: Instant): { estimated_run_time: number; estimated_start_time_delta: number } => {
  const running = run.state_type === "RUNNING" && run.state_timestamp !== null ? secondsBetween(run.state_timestamp, now) : 0;
  return { estimated_run_time: run.total_run_time + Math.max(running, 0), estimated_start_time_delta: startDelta(run, now) };
};

const startDelta = ({ start_time, expected_start_time, state_type }: Times, now: Instant): number => {
  if (expected_start_time === null) return 0;
  if (start_time !== null) return Math.max(secondsBetween(expected_start_time, start_time), 0);
  return isTerminal(state_type) || toMicros(expected_start_time) >= toMicros(now) ? 0 : secondsBetween(expected_start_time, now);
};
