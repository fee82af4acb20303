/** A task run: one execution of a task, mostly inside a flow run. */
import { taskRunFilters } from "./filters/related.ts";
import { limit, offset, PageOf, page } from "./paging.ts";
import { route } from "./route.ts";
import { historyRange, oldRetryFields, RunHistory, runProgress } from "./runs.ts";
import {
  Closed,
  Decimal,
  Default,
  Instant,
  Integer,
  Labels,
  List,
  Nullable,
  OneOf,
  Open,
  Optional,
  Parameters,
  type Parsed,
  type Static,
  stored,
  Tags,
  Text,
  Union,
  Uuid,
  With,
} from "./schema.ts";
import { OrchestrationResult, SetState, State, StateCreate, StateType } from "./states.ts";
import { TaskInputs } from "./task-inputs.ts";

/** How a task run retries. `retry_delay` in seconds: one for all retries or one for each, 50 at most. */
export const TaskRunPolicy = Open({
  ...oldRetryFields,
  retries: Default(Nullable(Integer), null),
  retry_delay: Default(Nullable(Union([Decimal, List(Decimal)])), null),
  /** The share of a delay that is added at random. */
  retry_jitter_factor: Default(Nullable(With(Decimal, { minimum: 0 })), null),
});
export type TaskRunPolicy = Parsed<typeof TaskRunPolicy>;

/** The policy of a task run that was created without one. */
export const noTaskRunPolicy: TaskRunPolicy = {
  max_retries: 0,
  retry_delay_seconds: 0,
  retries: null,
  retry_delay: null,
  retry_jitter_factor: null,
};

export const TaskRun = Open({
  ...stored,
  name: Text,
  flow_run_id: Nullable(Uuid),
  task_key: Text,
  dynamic_key: Text,
  cache_key: Nullable(Text),
  cache_expiration: Nullable(Instant),
  task_version: Nullable(Text),
  empirical_policy: TaskRunPolicy,
  tags: Tags,
  labels: Nullable(Labels),
  state_id: Nullable(Uuid),
  task_inputs: TaskInputs,
  state_type: Nullable(StateType),
  state_name: Nullable(Text),
  /** How often its flow run had started when this run last did. */
  flow_run_run_count: Integer,
  ...runProgress,
  state: Nullable(State),
});
export type TaskRun = Parsed<typeof TaskRun>;

/** A task run as pages of task runs show it: without its keys and its cache. */
export const TaskRunSummary = Open({
  ...stored,
  name: Text,
  flow_run_id: Nullable(Uuid),
  task_key: Text,
  state_id: Nullable(Uuid),
  state: Nullable(State),
  task_version: Nullable(Text),
  task_inputs: TaskInputs,
  empirical_policy: TaskRunPolicy,
  tags: Tags,
  start_time: Nullable(Instant),
  end_time: Nullable(Instant),
  total_run_time: Decimal,
  estimated_run_time: Decimal,
  estimated_start_time_delta: Decimal,
});
export type TaskRunSummary = Parsed<typeof TaskRunSummary>;

/** The client may choose the id. Without a name the run gets two random words. */
export const CreateTaskRun = Closed({
  id: Default(Nullable(Uuid), null),
  state: Default(Nullable(StateCreate), null),
  name: Default(Nullable(Text), null),
  flow_run_id: Default(Nullable(Uuid), null),
  task_key: Text,
  dynamic_key: Text,
  cache_key: Default(Nullable(Text), null),
  cache_expiration: Default(Nullable(Instant), null),
  task_version: Default(Nullable(Text), null),
  empirical_policy: Default(TaskRunPolicy, noTaskRunPolicy),
  tags: Default(Tags, []),
  labels: Default(Nullable(Labels), {}),
  task_inputs: Default(TaskInputs, {}),
});
export type CreateTaskRun = Parsed<typeof CreateTaskRun>;
export type CreateTaskRunInput = Static<typeof CreateTaskRun>;

/** A null name asks for two random words. */
export const UpdateTaskRun = Closed({ name: Optional(Nullable(Text)) });
export type UpdateTaskRun = Parsed<typeof UpdateTaskRun>;
export type UpdateTaskRunInput = Static<typeof UpdateTaskRun>;

export const TaskRunSort = OneOf(
  "ID_DESC",
  "EXPECTED_START_TIME_ASC",
  "EXPECTED_START_TIME_DESC",
  "NAME_ASC",
  "NAME_DESC",
  "NEXT_SCHEDULED_START_TIME_ASC",
  "END_TIME_DESC",
);
export type TaskRunSort = Parsed<typeof TaskRunSort>;

const sort = Default(TaskRunSort, "ID_DESC");
const byId = Open({ id: Uuid });

export const taskRunRoutes = {
  create: route.post("/task_runs/", {
    summary: "Create a task run, or answer with the one that has these keys in this flow run.",
    body: CreateTaskRun,
    replies: { 200: TaskRun, 201: TaskRun },
  }),
  get: route.get("/task_runs/:id", { params: byId, replies: { 200: TaskRun } }),
  update: route.patch("/task_runs/:id", { params: byId, body: UpdateTaskRun, replies: { 204: null } }),
  delete: route.delete("/task_runs/:id", { params: byId, replies: { 204: null } }),
  list: route.post("/task_runs/filter", {
    access: "read",
    body: Parameters({ ...taskRunFilters, sort, limit, offset }),
    replies: { 200: List(TaskRun) },
  }),
  count: route.post("/task_runs/count", { access: "read", body: Parameters(taskRunFilters), replies: { 200: Integer } }),
  paginate: route.post("/task_runs/paginate", {
    access: "read",
    body: Parameters({ ...taskRunFilters, sort, limit, page }),
    replies: { 200: PageOf(TaskRunSummary) },
  }),
  getHistory: route.post("/task_runs/history", {
    access: "read",
    body: Parameters({ ...historyRange, ...taskRunFilters }),
    replies: { 200: List(RunHistory) },
  }),
  setState: route.post("/task_runs/:id/set_state", {
    params: byId,
    body: SetState,
    replies: { 200: OrchestrationResult, 201: OrchestrationResult },
  }),
} as const;
