import type { FlowRun, TaskRun } from "@millrace/contract";
import type { Context } from "../context.ts";
import { slugOf } from "../definitions/names.ts";
import { findDependencies } from "../futures/dependencies.ts";
import type { Outcome } from "../futures/pending.ts";
import { readOutcome } from "./read-outcome.ts";
import { type FlowCall, printState } from "./running-flow.ts";
import type { FlowScope } from "./scopes.ts";
import { isFinal } from "./task-record.ts";

export interface Tracking {
  /** The run that stands for the subflow in its parent's graph. */
  readonly taskRun: TaskRun;
  /** The subflow's run of an earlier attempt of the parent. */
  readonly existing: FlowRun | undefined;
  /** How that one ended, when it need not run again. */
  readonly outcome: Outcome<unknown> | undefined;
}

const createTrackingRun = ({ definition, given, session }: FlowCall, outer: Context, parent: FlowScope): Promise<TaskRun> => {
  const key = outer.task === undefined ? parent.nextSubflowKey(definition.name) : session.world.randomId();
  const { inputs } = findDependencies(Object.entries(given), definition.waitFor, parent.provenance);
  const enclosing = outer.task?.info();
  return session.client.taskRuns.create({
    body: {
      name: `${definition.name}-${key.slice(0, 3)}`,
      flow_run_id: parent.info().id,
      task_key: slugOf(definition.name),
      dynamic_key: key,
      task_version: definition.version,
      state: { type: "PENDING", name: "Pending", message: null, data: null },
      tags: [...outer.tags],
      task_inputs: enclosing === undefined ? inputs : { ...inputs, __parents__: [{ input_type: "task_run", id: enclosing.id }] },
    },
  });
};

const findChild = async ({ session }: FlowCall, taskRun: TaskRun): Promise<FlowRun | undefined> => {
  const [child] = await session.client.flowRuns.list({
    body: { flow_runs: { parent_task_run_id: { any_: [taskRun.id] } }, sort: "EXPECTED_START_TIME_DESC", limit: 1 },
  });
  return child;
};

/**
 * Creates the run that stands for a subflow, or finds it: another attempt of the parent asks with the same keys, and a subflow that
 * completed then is not run again (sdk.md §3).
 */
export const trackSubflow = async (call: FlowCall, outer: Context, parent: FlowScope): Promise<Tracking> => {
  const taskRun = await createTrackingRun(call, outer, parent);
  const child = await findChild(call, taskRun);
  if (child === undefined) return { taskRun, existing: undefined, outcome: undefined };
  const { state } = child;
  if (state === null || !isFinal(state.type)) return { taskRun, existing: child, outcome: undefined };
  if (state.type !== "COMPLETED") {
    if (parent.run().run_count > 1) return { taskRun, existing: undefined, outcome: undefined };
    return { taskRun, existing: child, outcome: readOutcome(child) };
  }
  const { results } = parent.control;
  if (results.has(taskRun.id))
    return { taskRun, existing: child, outcome: { ok: true, value: results.get(taskRun.id), state: printState(state) } };
  // A value that was too large to travel is known to nobody any more, so that the subflow has to run again.
  return state.data === null
    ? { taskRun, existing: undefined, outcome: undefined }
    : { taskRun, existing: child, outcome: readOutcome(child) };
};
