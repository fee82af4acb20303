/** Rules of task runs that ask for the flow run around them. */
import { isTerminal, type StateDetails, terminalStateTypes, type Uuid } from "@millrace/contract";
import { notFound } from "../../errors.ts";
import { hasStoredResult, makeState } from "../drafts.ts";
import { abort, accept, anyOrigin, defineTaskRunRule, everyState, reject, unreachableOnceEnded } from "../rule.ts";
import { andThen } from "../rule-store.ts";
import type { TaskRun } from "../run.ts";

const startOver = accept<TaskRun>({ changes: { run_count: 0 } });
const startOverInRetriedFlow = accept<TaskRun>({ name: "Retrying", changes: { run_count: 0 } });

/** A finished task run stays finished when its result is stored; run again, it has all its retries back. */
export const guardFinishedTaskRuns = defineTaskRunRule({
  name: "guard-finished-task-runs",
  from: terminalStateTypes,
  to: everyState,
  decide({ run, initial, proposed, store }) {
    if (unreachableOnceEnded.includes(proposed.type)) return abort(`Run is already ${initial.type}.`);
    if (initial.type === "COMPLETED" && hasStoredResult(initial.data)) return reject(null, "This run is already completed.");
    if (isTerminal(proposed.type)) return undefined;
    if (proposed.type !== "RUNNING" || run.flow_run_id === null) return startOver;
    return andThen(store.findFlowRun(run.flow_run_id), (flowRun) =>
      flowRun !== undefined && run.flow_run_run_count < flowRun.run_count ? startOverInRetriedFlow : startOver,
    );
  },
});

const notReady = (flowRunId: Uuid, { pause_timeout, pause_reschedule }: StateDetails) =>
  reject<TaskRun>(
    makeState("PAUSED", { name: "NotReady", details: { pause_timeout, pause_reschedule } }),
    `The flow is paused, new tasks can execute after resuming flow run: ${flowRunId}.`,
  );

/** Tasks run only while the flow run around them does. */
export const requireRunningFlow = defineTaskRunRule({
  name: "require-running-flow",
  from: anyOrigin,
  to: ["RUNNING"],
  decide: ({ run, store }) =>
    run.flow_run_id === null
      ? undefined
      : andThen(store.findFlowRun(run.flow_run_id), (flowRun) => {
          if (flowRun === undefined || flowRun.state?.type === "RUNNING") return undefined;
          if (flowRun.state?.type !== "PAUSED") return abort("The enclosing flow must be running to begin task execution.");
          return notReady(flowRun.id, flowRun.state.state_details);
        }),
});

/** Notes which attempt of the flow run the task runs in. Refuses a flow run that is gone (`not-found`). */
export const noteFlowAttempt = defineTaskRunRule({
  name: "note-flow-attempt",
  from: anyOrigin,
  to: ["RUNNING"],
  decide: ({ run, store }) =>
    run.flow_run_id === null
      ? undefined
      : andThen(store.findFlowRun(run.flow_run_id), (flowRun) => {
          if (flowRun !== undefined) return accept<TaskRun>({ changes: { flow_run_run_count: flowRun.run_count } });
          const message = `Unable to read flow run associated with task run: ${run.id}, this flow run might have been deleted`;
          throw notFound(message, { asException: true });
        }),
});

/** A background task run is offered to the workers of its task once it is scheduled (events.md §4.7). */
export const enqueueDeferredTasks = defineTaskRunRule({
  name: "enqueue-deferred-tasks",
  from: anyOrigin,
  to: ["SCHEDULED"],
  after({ run, state }) {
    if (!state.state_details.deferred) return [];
    const queue = state.name === "AwaitingRetry" ? "retry" : "scheduled";
    return [{ kind: "enqueue-task-run", task_run_id: run.id, task_key: run.task_key, queue }];
  },
});
