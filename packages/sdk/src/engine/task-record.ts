import { fromMicros, type Json, type StateDetails, type StateType } from "@millrace/contract";
import type { RunInput } from "../futures/pending.ts";

/** A state of a task run, decided here and only told to the server (sdk.md §7). */
export interface TaskState {
  readonly id: string;
  readonly type: StateType;
  readonly name: string;
  readonly message: string;
  /** Microseconds since 1970; no two states of a run have the same. */
  readonly at: number;
  /** Only what is set. */
  readonly details: Partial<StateDetails>;
  readonly data: Json;
}

export type ProposedState = Pick<TaskState, "type"> & Partial<Pick<TaskState, "name" | "message" | "details" | "data">>;

/** A task run as this process knows it. */
export interface TaskRecord {
  readonly id: string;
  name: string;
  readonly taskName: string;
  readonly taskKey: string;
  readonly dynamicKey: string;
  readonly taskVersion: string | null;
  readonly tags: readonly string[];
  taskInputs: Readonly<Record<string, readonly RunInput[]>>;
  readonly retries: number;
  readonly retryDelay: number | readonly number[];
  runCount: number;
  flowRunRunCount: number;
  expectedStart: number;
  start: number | undefined;
  end: number | undefined;
  /** Microseconds spent running, up to the last state. */
  totalRun: number;
  state: TaskState | undefined;
}

const finalTypes: ReadonlySet<StateType> = new Set(["COMPLETED", "FAILED", "CRASHED", "CANCELLED"]);
export const isFinal = (type: StateType): boolean => finalTypes.has(type);

const defaultNames: Readonly<Record<StateType, string>> = {
  SCHEDULED: "Scheduled",
  PENDING: "Pending",
  RUNNING: "Running",
  COMPLETED: "Completed",
  FAILED: "Failed",
  CANCELLED: "Cancelled",
  CRASHED: "Crashed",
  PAUSED: "Paused",
  CANCELLING: "Cancelling",
};

/** Moves a run to a state: counts, times and all. */
export const enterState = (record: TaskRecord, proposed: ProposedState, made: { readonly id: string; readonly now: number }): TaskState => {
  const { type, name = defaultNames[type], message = "", details = {}, data = null } = proposed;
  const before = record.state;
  const at = before === undefined ? made.now : Math.max(made.now, before.at + 1);
  if (before?.type === "RUNNING") record.totalRun += at - before.at;
  if (before === undefined) record.expectedStart = at;
  if (type === "RUNNING") {
    record.runCount += 1;
    record.start ??= at;
  }
  if (isFinal(type)) record.end = at;
  const state: TaskState = { id: made.id, type, name, message, at, details, data };
  record.state = state;
  return state;
};

/** A run as its events carry it: without id, flow run and state, and without what is not set (events.md §4.2). */
export const printTaskRun = (record: TaskRecord): Readonly<Record<string, Json>> => ({
  name: record.name,
  task_key: record.taskKey,
  dynamic_key: record.dynamicKey,
  ...(record.taskVersion === null ? {} : { task_version: record.taskVersion }),
  empirical_policy: {
    max_retries: 0,
    retry_delay_seconds: 0,
    retries: record.retries,
    retry_delay: record.retryDelay,
  },
  tags: record.tags,
  labels: {},
  task_inputs: record.taskInputs as unknown as Json,
  run_count: record.runCount,
  flow_run_run_count: record.flowRunRunCount,
  expected_start_time: fromMicros(record.expectedStart),
  ...(record.start === undefined ? {} : { start_time: fromMicros(record.start) }),
  ...(record.end === undefined ? {} : { end_time: fromMicros(record.end) }),
  total_run_time: record.totalRun / 1_000_000,
});
