import type { RelatedResource, TaskRun } from "@millrace/contract";
import type { Context } from "../context.ts";
import type { RetryPlan } from "../definitions/retries.ts";
import type { TaskDefinition } from "../definitions/task-options.ts";
import type { Outcome, RunState } from "../futures/pending.ts";
import type { Session } from "../session/session.ts";
import type { LazySignal } from "./lazy-signal.ts";
import type { TaskRunInfo, TaskScope } from "./scopes.ts";
import { type HeldSlot, noSlot } from "./slots.ts";
import { taskEvent } from "./task-event.ts";
import { enterState, type ProposedState, type TaskRecord } from "./task-record.ts";

export interface TaskCall {
  readonly definition: TaskDefinition;
  readonly args: readonly unknown[];
  readonly session: Session;
  /** A call runs in its caller's place: it takes no slot of its own. */
  readonly inPlace: boolean;
  /** The run as the server has it, for one that somebody else handed over. */
  readonly given?: TaskRun | undefined;
}

/** A task run under way. */
export interface RunningTask extends TaskCall {
  readonly record: TaskRecord;
  /** The context of the code that started it. */
  readonly outer: Context;
  readonly plan: RetryPlan;
  readonly settle: (outcome: Outcome<unknown>) => void;
  readonly isOver: () => boolean;
  /** What stops the attempt under way. */
  lazySignal: LazySignal;
}

export const stateOf = ({ state }: TaskRecord): RunState => ({
  type: state?.type ?? "PENDING",
  name: state?.name ?? "Pending",
  message: state?.message ?? "",
});

export const infoOf = ({ record, definition }: RunningTask): TaskRunInfo => ({
  id: record.id,
  name: record.name,
  taskName: definition.name,
  tags: record.tags,
  runCount: record.runCount,
});

/** The flow run that handed a run over, for the events of it. */
const ownersOf = (given: TaskRun | undefined): readonly RelatedResource[] => {
  const id = given?.flow_run_id ?? null;
  return id === null ? [] : [{ "prefect.resource.id": `prefect.flow-run.${id}`, "prefect.resource.role": "flow-run" }];
};

/** Moves the run to a state and tells the server in passing. */
export const report = (run: RunningTask, proposed: ProposedState): void => {
  const { record, session, outer } = run;
  const before = record.state;
  const state = enterState(record, proposed, { id: session.world.newId(), now: session.world.nowMicros() });
  const flowRelated = outer.flow?.related() ?? ownersOf(run.given);
  const parent = outer.task?.info();
  const enclosing =
    parent === undefined
      ? []
      : [
          {
            "prefect.resource.id": `prefect.task-run.${parent.id}`,
            "prefect.resource.role": "task-run",
            "prefect.resource.name": parent.name,
          },
        ];
  // The flow run comes first: the server takes the run's owner from there (events.md §4.2).
  const related = enclosing.length === 0 ? flowRelated : [...flowRelated.slice(0, 1), ...enclosing, ...flowRelated.slice(1)];
  session.client.events.emit(taskEvent({ record, before, state, related }));
};

/** What the run's own code, its hooks and its log see. */
export const contextOf = (run: RunningTask, slot: HeldSlot = noSlot): Context => {
  const scope: TaskScope = {
    info: () => infoOf(run),
    signal: () => run.lazySignal.get(),
    logPrints: run.definition.logPrints,
    whileWaiting: slot.whileWaiting,
  };
  return { ...run.outer, session: run.session, task: scope };
};
