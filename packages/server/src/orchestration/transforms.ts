/** The bookkeeping of every kept state, by force or not: each function says which columns of the run change (server.md §2.6). */
import { fromMicros, type Instant, isTerminal, type State, type StateDetails, secondsBetween, toMicros } from "@millrace/contract";
import { inUtc, type StoredState } from "./drafts.ts";
import type { Effect } from "./effects.ts";
import { type Changes, type FlowRun, isResuming, type Run, type TaskRun, withPolicy } from "./run.ts";
import { speaksApi } from "./versions.ts";

export interface Transition<R extends Run = Run> {
  readonly run: R;
  readonly initial: State | null;
  readonly state: StoredState;
  readonly apiVersion: string | null;
}

export type Transform<R extends Run = Run> = (transition: Transition<R>) => Changes<R> | undefined;

/** The current state, copied to the run so that lists need no join. */
export const showState: Transform = ({ state }) => ({
  state_id: state.id,
  state_type: state.type,
  state_name: state.name,
  state_timestamp: state.timestamp,
});

/** The first RUNNING starts a run, once and for all. */
export const setStartTime: Transform = ({ run, state }) =>
  state.type === "RUNNING" && run.start_time === null ? { start_time: state.timestamp } : undefined;

/** A run ends with its first terminal state and is open again when it leaves it. One that never started has lasted no time. */
export const setEndTime: Transform = ({ run, initial, state }) => {
  if (!isTerminal(state.type)) return isTerminal(initial?.type) ? { end_time: null } : undefined;
  return run.end_time === null ? { end_time: state.timestamp, start_time: run.start_time ?? state.timestamp } : undefined;
};

/** Leaving RUNNING, also for another RUNNING, adds the stretch that ends. */
export const addRunTime: Transform = ({ run, initial, state }) => {
  if (initial?.type !== "RUNNING") return undefined;
  const seconds = run.total_run_time + secondsBetween(initial.timestamp, state.timestamp);
  return { total_run_time: Math.round(seconds * 1_000_000) / 1_000_000 };
};

const scheduledTime = (state: StoredState): Instant | null => {
  const time = state.type === "SCHEDULED" ? state.state_details.scheduled_time : null;
  return time === null ? null : inUtc(time);
};

/** When the run was first meant to start. Neither lateness nor a retry moves it. */
export const setExpectedStartTime: Transform = ({ run, state }) =>
  run.expected_start_time === null ? { expected_start_time: scheduledTime(state) ?? state.timestamp } : undefined;

export const setNextScheduledStartTime: Transform = ({ initial, state }) =>
  state.type === "SCHEDULED" || initial?.type === "SCHEDULED" ? { next_scheduled_start_time: scheduledTime(state) } : undefined;

/** Every RUNNING is an attempt, except one that goes on after a pause. */
export const countFlowAttempts: Transform<FlowRun> = ({ run, initial, state, apiVersion }) => {
  if (state.type !== "RUNNING") return undefined;
  // A run that resumed in place stays marked while it runs; RUNNING again is then an attempt of its own.
  const goesOn = isResuming(run) && initial?.type !== "RUNNING" && speaksApi(apiVersion, [0, 8, 4]);
  return goesOn ? undefined : { run_count: run.run_count + 1 };
};

/** The mark of a resumed run has done its work once the run goes on, or ends. Clients see it on a run that resumed in place. */
export const forgetResuming: Transform<FlowRun> = ({ run, initial, state, apiVersion }) => {
  if (!isResuming(run) || !speaksApi(apiVersion, [0, 8, 4])) return undefined;
  const goesOn = state.type === "RUNNING" && initial?.type !== "PAUSED";
  return goesOn || isTerminal(state.type) || initial?.type === "RUNNING" ? withPolicy(run, { resuming: false }) : undefined;
};

export const countTaskAttempts: Transform<TaskRun> = ({ run, state }) =>
  state.type === "RUNNING" ? { run_count: run.run_count + 1 } : undefined;

/** What is the same for all policies of one kind of run. */
export interface RunKind<R extends Run> {
  readonly transforms: readonly Transform<R>[];
  /** The ids a state carries of the run it belongs to, whatever was proposed. */
  ownIds(run: R): Partial<StateDetails>;
  /** When a state that follows `initial` begins, at `now` or as soon after as the run's history allows. */
  timestamp(initial: State | null, now: Instant): Instant;
  after?(transition: Transition<R>): readonly Effect[];
}

const shared = [showState, setStartTime, setEndTime, addRunTime, setExpectedStartTime, setNextScheduledStartTime];

export const flowRuns: RunKind<FlowRun> = {
  transforms: [...shared, countFlowAttempts, forgetResuming],
  ownIds: ({ id, parent_task_run_id }) =>
    parent_task_run_id === null ? { flow_run_id: id } : { flow_run_id: id, task_run_id: parent_task_run_id },
  // Two states of a flow run never share a timestamp, and a clock set back must not reorder them.
  timestamp: (initial, now) => (initial === null ? now : fromMicros(Math.max(toMicros(now), toMicros(initial.timestamp) + 1))),
  after: ({ run, state }) =>
    run.parent_task_run_id === null
      ? []
      : [
          {
            kind: "mirror-to-parent",
            task_run_id: run.parent_task_run_id,
            proposed: { ...state, state_details: { ...state.state_details, child_flow_run_id: run.id } },
          },
        ],
};

export const taskRuns: RunKind<TaskRun> = {
  transforms: [...shared, countTaskAttempts],
  ownIds: ({ id, flow_run_id }) => ({ flow_run_id, task_run_id: id }),
  timestamp: (_initial, now) => now,
};
