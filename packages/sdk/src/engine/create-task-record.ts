import { type TaskRun, toMicros } from "@millrace/contract";
import type { Context } from "../context.ts";
import type { RetryPlan } from "../definitions/retries.ts";
import { findDependencies } from "../futures/dependencies.ts";
import type { TaskCall } from "./running-task.ts";
import type { TaskRecord, TaskState } from "./task-record.ts";

const takeState = ({ state }: TaskRun): TaskState | undefined =>
  state === null
    ? undefined
    : {
        id: state.id,
        type: state.type,
        name: state.name ?? state.type,
        message: state.message ?? "",
        at: toMicros(state.timestamp),
        details: state.state_details,
        data: null,
      };

/** A run that exists already, as this process goes on with it. */
export const takeRecord = ({ definition }: TaskCall, run: TaskRun, plan: RetryPlan): TaskRecord => ({
  id: run.id,
  name: run.name,
  taskName: definition.name,
  taskKey: run.task_key,
  dynamicKey: run.dynamic_key,
  taskVersion: run.task_version,
  tags: run.tags,
  taskInputs: run.task_inputs as TaskRecord["taskInputs"],
  retries: plan.max,
  retryDelay: plan.shown,
  runCount: run.run_count,
  flowRunRunCount: run.flow_run_run_count,
  expectedStart: toMicros(run.expected_start_time ?? run.created),
  start: undefined,
  end: undefined,
  totalRun: 0,
  state: takeState(run),
});

/** A new task run, identified the way the protocol does it (sdk.md §7). */
export const createRecord = ({ definition, args, session }: TaskCall, outer: Context, plan: RetryPlan): TaskRecord => {
  const { world } = session;
  const inFlow = outer.flow !== undefined;
  const random = world.randomId();
  const names = definition.argumentNames();
  const named = args.map((value, index) => [names[index] ?? `arg${index}`, value] as const);
  const { inputs } = findDependencies(named, definition.waitFor, outer.flow?.provenance);
  const parent = outer.task?.info();
  return {
    id: world.newId(),
    name: inFlow ? `${definition.name}-${random.slice(0, 3)}` : definition.name,
    taskName: definition.name,
    taskKey: definition.key,
    dynamicKey: inFlow ? random : `${definition.key}-${random.replaceAll("-", "")}`,
    taskVersion: definition.version,
    tags: outer.tags.length === 0 ? definition.tags : [...new Set([...definition.tags, ...outer.tags])],
    taskInputs: parent === undefined ? inputs : { ...inputs, __parents__: [{ input_type: "task_run", id: parent.id }] },
    retries: plan.max,
    retryDelay: plan.shown,
    runCount: 0,
    flowRunRunCount: 0,
    expectedStart: 0,
    start: undefined,
    end: undefined,
    totalRun: 0,
    state: undefined,
  };
};
