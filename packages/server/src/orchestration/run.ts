/** What the rules know of a run: the columns they read and the columns a transition changes. Rows have all of them. */
import type { Instant, JsonObject, StateType, Uuid } from "@millrace/contract";

export interface RunColumns {
  readonly id: Uuid;
  readonly state_id: Uuid | null;
  readonly state_type: StateType | null;
  readonly state_name: string | null;
  readonly state_timestamp: Instant | null;
  readonly run_count: number;
  readonly expected_start_time: Instant | null;
  readonly next_scheduled_start_time: Instant | null;
  readonly start_time: Instant | null;
  readonly end_time: Instant | null;
  /** Seconds spent in RUNNING, without the current stretch. */
  readonly total_run_time: number;
  /** Retries and pauses of this run as the protocol writes them; read through the functions below. */
  readonly empirical_policy: JsonObject;
}

export interface FlowRun extends RunColumns {
  readonly deployment_id: Uuid | null;
  readonly parent_task_run_id: Uuid | null;
  readonly infrastructure_pid: string | null;
  readonly created_by: JsonObject | null;
}

export interface TaskRun extends RunColumns {
  readonly flow_run_id: Uuid | null;
  /** The attempt of the flow run that last ran this task. */
  readonly flow_run_run_count: number;
  readonly task_key: string;
  readonly tags: readonly string[];
}

export type Run = FlowRun | TaskRun;

/** The schedule that made a run; undefined when somebody else did. */
export const scheduleOf = ({ created_by }: Pick<FlowRun, "created_by">): Uuid | undefined =>
  created_by?.type === "SCHEDULE" && typeof created_by.id === "string" ? created_by.id : undefined;

/** Whether a schedule or a backfill made a run, rather than somebody who asked for it. */
export const isMadeByServer = ({ created_by }: Pick<FlowRun, "created_by">): boolean =>
  created_by?.type === "SCHEDULE" || created_by?.type === "BACKFILL";

/** The columns a transition gives new values. */
export type Changes<R> = Partial<Omit<R, "id">>;

type Policy = Pick<RunColumns, "empirical_policy">;

const numberOr = (value: unknown, fallback: number): number => (typeof value === "number" ? value : fallback);

/** How often a failed run is tried again; null when the run never said. */
export const retriesOf = ({ empirical_policy }: Policy): number | null =>
  typeof empirical_policy.retries === "number" ? empirical_policy.retries : null;

/** Seconds before the next attempt, given the attempts so far. A list has one delay per attempt, its last for all later ones. */
export const retryDelayOf = ({ empirical_policy, run_count }: Policy & Pick<RunColumns, "run_count">): number => {
  const delay = empirical_policy.retry_delay;
  return Array.isArray(delay) ? numberOr(delay.at(Math.min(run_count - 1, delay.length - 1)), 0) : numberOr(delay, 0);
};

/** By which share a retry delay may stray; 0 keeps it exact. */
export const retryJitterOf = ({ empirical_policy }: Policy): number => numberOr(empirical_policy.retry_jitter_factor, 0);

/** The pauses of this attempt that were already taken. */
export const pauseKeysOf = ({ empirical_policy }: Policy): readonly string[] => {
  const keys = empirical_policy.pause_keys;
  return Array.isArray(keys) ? keys.filter((key): key is string => typeof key === "string") : [];
};

/** What the policy says of pauses when an attempt begins that takes all of them again. */
export const newAttempt = { resuming: false, pause_keys: [] } as const;

export const isResuming = ({ empirical_policy }: Policy): boolean => empirical_policy.resuming === true;

/** The policy column with some of its entries replaced. */
export const withPolicy = ({ empirical_policy }: Policy, entries: JsonObject): { readonly empirical_policy: JsonObject } => ({
  empirical_policy: { ...empirical_policy, ...entries },
});
