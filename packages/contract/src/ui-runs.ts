/** What pages show of many flow runs, or of the many task runs of one, without reading each. */
import { taskRunFilters } from "./filters/related.ts";
import { traitFilters } from "./filters/run-traits.ts";
import { FlowRun, FlowRunSort } from "./flow-runs.ts";
import { limit, PageOf, page } from "./paging.ts";
import { route } from "./route.ts";
import {
  Bool,
  Decimal,
  Default,
  Instant,
  Integer,
  List,
  MapOf,
  Nullable,
  OneOf,
  Open,
  Parameters,
  type Parsed,
  Text,
  Union,
  Uuid,
  With,
} from "./schema.ts";
import { StateType } from "./states.ts";
import { TaskRunSort, TaskRunSummary } from "./task-runs.ts";
import { period, RunBucket, StateCount } from "./ui-periods.ts";

/** A value that runs have, and how many have it. Runs without one have neither id nor name. */
export const FacetValue = Open({ id: Nullable(Uuid), name: Nullable(Text), state_type: Nullable(StateType), count: Integer });
export type FacetValue = Parsed<typeof FacetValue>;

export const Facet = Open({
  /** The most frequent ones, 50 at most. */
  values: List(FacetValue),
  /** There are more values than these. */
  is_truncated: Bool,
  /** Counted among the newest runs alone, since there are too many. */
  is_sampled: Bool,
});
export type Facet = Parsed<typeof Facet>;

export const FlowRunFacets = Open({
  /** Runs that were counted. */
  counted: Integer,
  /** Where `is_sampled`: runs that start earlier were not counted. */
  since: Nullable(Instant),
  states: Facet,
  flows: Facet,
  deployments: Facet,
  work_pools: Facet,
  tags: Facet,
});
export type FlowRunFacets = Parsed<typeof FlowRunFacets>;

/** How long runs that ended ran, in seconds: half of them, and 95 in 100, took no longer. Null where none ended. */
const durations = { duration_p50: Nullable(Decimal), duration_p95: Nullable(Decimal) } as const;

export const TimedRunBucket = Open({ ...RunBucket.fields, ...durations });
export type TimedRunBucket = Parsed<typeof TimedRunBucket>;

export const FlowRunTimeseries = Open({
  start: Instant,
  end: Instant,
  bucket_seconds: Integer,
  total: Integer,
  states: List(StateCount),
  ...durations,
  buckets: List(TimedRunBucket),
});
export type FlowRunTimeseries = Parsed<typeof FlowRunTimeseries>;

export const TaskError = Open({ task_run_id: Uuid, name: Text, message: Nullable(Text), timestamp: Instant });
export type TaskError = Parsed<typeof TaskError>;

/** The runs of one task within a flow run. */
export const TaskSummary = Open({
  task_key: Text,
  /** The name its runs have in common. */
  name: Text,
  count: Integer,
  states: List(StateCount),
  ...durations,
  /** Seconds all of them ran, added up. */
  total_run_time: Decimal,
  first_start: Nullable(Instant),
  last_end: Nullable(Instant),
  first_error: Nullable(TaskError),
});
export type TaskSummary = Parsed<typeof TaskSummary>;

export const FlowRunTaskSummary = Open({ flow_run_id: Uuid, total: Integer, tasks: List(TaskSummary) });
export type FlowRunTaskSummary = Parsed<typeof FlowRunTaskSummary>;

/** From when until when a run ran; without an end it runs. */
export const RunAttempt = Open({ start: Instant, end: Nullable(Instant) });
export type RunAttempt = Parsed<typeof RunAttempt>;

/** Runs that have not started come last either way. */
export const DurationSort = OneOf("DURATION_ASC", "DURATION_DESC");
export type DurationSort = Parsed<typeof DurationSort>;

/** What the flows and deployments of the runs are called, by id, as far as they are still there. */
export const NamedFlowRunPage = Open({ ...PageOf(FlowRun).fields, flow_names: MapOf(Text), deployment_names: MapOf(Text) });
export type NamedFlowRunPage = Parsed<typeof NamedFlowRunPage>;

const sort = Default(Union([FlowRunSort, DurationSort]), "ID_DESC");
const taskSort = Default(Union([TaskRunSort, DurationSort]), "ID_DESC");

export const uiRunRoutes = {
  paginate: route.post("/ui/flow_runs/paginate", {
    summary:
      "A page of flow runs as `/flow_runs/paginate` gives it, with the names of what they belong to; ordered by duration and filtered by it and by parameters too.",
    access: "read",
    body: Parameters({ ...traitFilters, sort, limit, page }),
    replies: { 200: NamedFlowRunPage },
  }),
  paginateTasks: route.post("/ui/task_runs/paginate", {
    summary: "A page of task runs as `/task_runs/paginate` gives it, ordered by duration too.",
    access: "read",
    body: Parameters({ ...taskRunFilters, sort: taskSort, limit, page }),
    replies: { 200: PageOf(TaskRunSummary) },
  }),
  countFacets: route.post("/ui/flow_runs/facets", {
    summary: "How the flow runs of a list spread over states, flows, deployments, work pools and tags.",
    access: "read",
    body: Parameters(traitFilters),
    replies: { 200: FlowRunFacets },
  }),
  getTimeseries: route.post("/ui/flow_runs/timeseries", {
    summary: "Flow runs of a period by time and state, and how long those took that ended.",
    access: "read",
    body: Parameters({ ...period, ...traitFilters }),
    replies: { 200: FlowRunTimeseries },
  }),
  listAttempts: route.post("/ui/task_runs/attempts", {
    summary: "When task runs ran, attempt by attempt, by their ids. Those that never ran are left out.",
    access: "read",
    body: Parameters({ task_run_ids: With(List(Uuid), { maxItems: 200 }) }),
    replies: { 200: MapOf(List(RunAttempt)) },
  }),
  summarizeTasks: route.get("/ui/flow_runs/:id/task-summary", {
    summary: "The task runs of a flow run by task: counts, durations and the first error. Those in place of subflows are left out.",
    params: Open({ id: Uuid }),
    replies: { 200: FlowRunTaskSummary },
  }),
} as const;
