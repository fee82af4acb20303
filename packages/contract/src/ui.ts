/** What pages ask for besides the nouns' own routes: sums and short lists (server.md §5.13). */

import { flowFilters, flowRunHistoryFilters, taskRunFilters } from "./filters/related.ts";
import { TaskRunFilter } from "./filters/task-run.ts";
import { FlowRunSort } from "./flow-runs.ts";
import { offset } from "./paging.ts";
import { route } from "./route.ts";
import {
  Bool,
  Decimal,
  Default,
  Instant,
  Integer,
  Json,
  JsonObject,
  List,
  MapOf,
  Nullable,
  Open,
  Parameters,
  type Parsed,
  Text,
  Uuid,
  With,
} from "./schema.ts";
import { StateType } from "./states.ts";
import { TaskRun } from "./task-runs.ts";

/** A run as a dot of a chart; duration and lateness in seconds. */
export const FlowRunDot = Open({ id: Uuid, state_type: StateType, timestamp: Instant, duration: Decimal, lateness: Decimal });
export type FlowRunDot = Parsed<typeof FlowRunDot>;

/** The scheduled run of a flow that is due first. */
export const NextFlowRun = Open({
  id: Uuid,
  flow_id: Uuid,
  name: Text,
  state_name: Text,
  state_type: StateType,
  next_scheduled_start_time: Instant,
});
export type NextFlowRun = Parsed<typeof NextFlowRun>;

/** Task runs of one of twenty equal parts of a period. Crashed ones count as failed. */
export const TaskRunCount = Open({ completed: Integer, failed: Integer });
export type TaskRunCount = Parsed<typeof TaskRunCount>;

/** What is wrong with values: texts about the whole, and what is wrong with its properties and entries, as deep as they go. */
export const SchemaErrors = Open({ errors: List(Json), valid: Bool });
export type SchemaErrors = Parsed<typeof SchemaErrors>;

/** Task runs in states of each type. */
export const CountByState = Open({
  SCHEDULED: Integer,
  PENDING: Integer,
  RUNNING: Integer,
  COMPLETED: Integer,
  FAILED: Integer,
  CANCELLED: Integer,
  CRASHED: Integer,
  PAUSED: Integer,
  CANCELLING: Integer,
});
export type CountByState = Parsed<typeof CountByState>;

export const TaskRunWithFlowRunName = Open({ ...TaskRun.fields, flow_run_name: Nullable(Text) });
export type TaskRunWithFlowRunName = Parsed<typeof TaskRunWithFlowRunName>;

const some = With(List(Uuid), { maxItems: 200 });

export const uiRoutes = {
  listFlowRunDots: route.post("/ui/flow_runs/history", {
    access: "read",
    body: Parameters({
      sort: Default(FlowRunSort, "EXPECTED_START_TIME_DESC"),
      limit: Default(With(Integer, { minimum: 0, maximum: 1000 }), 1000),
      offset,
      ...flowFilters,
    }),
    replies: { 200: List(FlowRunDot) },
  }),
  countTaskRuns: route.post("/ui/flow_runs/count-task-runs", {
    summary: "Task runs of each flow run, without those that stand for subflows.",
    access: "read",
    body: Parameters({ flow_run_ids: some }),
    replies: { 200: MapOf(Integer) },
  }),
  countDeployments: route.post("/ui/flows/count-deployments", {
    access: "read",
    body: Parameters({ flow_ids: some }),
    replies: { 200: MapOf(Integer) },
  }),
  listNextRuns: route.post("/ui/flows/next-runs", {
    access: "read",
    body: Parameters({ flow_ids: some }),
    replies: { 200: MapOf(Nullable(NextFlowRun)) },
  }),
  validateValues: route.post("/ui/schemas/validate", {
    access: "read",
    body: Parameters({ schema: JsonObject, values: JsonObject }),
    replies: { 200: SchemaErrors },
  }),
  countTaskRunsByPeriod: route.post("/ui/task_runs/dashboard/counts", {
    summary: "Finished task runs of a period, which needs a beginning, by twentieths of it.",
    access: "read",
    body: Parameters({ ...flowRunHistoryFilters, task_runs: TaskRunFilter }),
    replies: { 200: List(TaskRunCount) },
  }),
  countTaskRunsByState: route.post("/ui/task_runs/count", {
    access: "read",
    body: Parameters(taskRunFilters),
    replies: { 200: CountByState },
  }),
  getTaskRun: route.get("/ui/task_runs/:id", { params: Open({ id: Uuid }), replies: { 200: TaskRunWithFlowRunName } }),
} as const;
