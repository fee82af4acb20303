/** A work pool: the kind of infrastructure that runs are carried out on, and the queues they wait in for it. */
import { member } from "./filters/members.ts";
import { WorkPoolFilter } from "./filters/work-pool.ts";
import { FlowRun } from "./flow-runs.ts";
import { limit, offset, page } from "./paging.ts";
import { route } from "./route.ts";
import {
  Bool,
  Closed,
  Decimal,
  Default,
  Instant,
  Integer,
  JsonObject,
  List,
  Name,
  Nullable,
  OneOf,
  Open,
  Optional,
  Parameters,
  type Parsed,
  type Static,
  stored,
  Text,
  Uuid,
  With,
} from "./schema.ts";
import { StateType } from "./states.ts";

export const WorkPoolStatus = OneOf("READY", "NOT_READY", "PAUSED");
export type WorkPoolStatus = Parsed<typeof WorkPoolStatus>;

/** Where the pool's workers get bundles of code from and keep results. */
const steps = { bundle_upload_step: Nullable(JsonObject), bundle_execution_step: Nullable(JsonObject) } as const;
export const WorkPoolStorage = Open({ ...steps, default_result_storage_block_id: Optional(Nullable(Uuid)) });
export type WorkPoolStorage = Parsed<typeof WorkPoolStorage>;

const NewStorage = Closed({
  bundle_upload_step: Default(Nullable(JsonObject), null),
  bundle_execution_step: Default(Nullable(JsonObject), null),
  default_result_storage_block_id: Default(Nullable(Uuid), null),
});
const noStorage = { bundle_upload_step: null, bundle_execution_step: null, default_result_storage_block_id: null };

/** Null means as many as there are, 0 means none. */
export const slotLimit = Nullable(With(Integer, { minimum: 0 }));

export const WorkPool = Open({
  ...stored,
  name: Name,
  description: Nullable(Text),
  type: Text,
  /** What a worker makes of a run: `job_configuration` with placeholders, and the JSON Schema of the `variables` that fill them. */
  base_job_template: JsonObject,
  is_paused: Bool,
  concurrency_limit: slotLimit,
  storage_configuration: WorkPoolStorage,
  default_queue_id: Nullable(Uuid),
  /** Null for pools of agents, which do not report to the pool. */
  status: Nullable(WorkPoolStatus),
  /** Runs that take a slot; null without a limit. */
  active_slots: Nullable(Integer),
});
export type WorkPool = Parsed<typeof WorkPool>;

export const CreateWorkPool = Closed({
  name: Name,
  description: Default(Nullable(Text), null),
  type: Default(Text, "prefect-agent"),
  base_job_template: Default(JsonObject, {}),
  is_paused: Default(Bool, false),
  concurrency_limit: Default(slotLimit, null),
  storage_configuration: Default(NewStorage, noStorage),
});
export type CreateWorkPool = Parsed<typeof CreateWorkPool>;
export type CreateWorkPoolInput = Static<typeof CreateWorkPool>;

export const UpdateWorkPool = Closed({
  description: Optional(Nullable(Text)),
  is_paused: Optional(Nullable(Bool)),
  base_job_template: Optional(Nullable(JsonObject)),
  concurrency_limit: Optional(slotLimit),
  storage_configuration: Optional(Nullable(NewStorage)),
});
export type UpdateWorkPool = Parsed<typeof UpdateWorkPool>;
export type UpdateWorkPoolInput = Static<typeof UpdateWorkPool>;

/** A run that takes a slot. */
export const SlotHolder = Open({
  id: Uuid,
  name: Text,
  state_type: Nullable(StateType),
  state_name: Nullable(Text),
  start_time: Nullable(Instant),
  state_timestamp: Nullable(Instant),
  /** Seconds. */
  time_in_current_state: Nullable(Decimal),
});
export type SlotHolder = Parsed<typeof SlotHolder>;

const pageOfSlots = {
  active_slots: Integer,
  concurrency_limit: Nullable(Integer),
  count: Integer,
  limit: Integer,
  pages: Integer,
  page: Integer,
};

export const WorkPoolConcurrency = Open({
  ...pageOfSlots,
  queues: List(
    Open({
      queue_id: Uuid,
      queue_name: Text,
      active_slots: Integer,
      concurrency_limit: Nullable(Integer),
      flow_runs: List(SlotHolder),
      flow_run_count: Nullable(Integer),
    }),
  ),
});
export type WorkPoolConcurrency = Parsed<typeof WorkPoolConcurrency>;

export const WorkQueueConcurrency = Open({ ...pageOfSlots, flow_runs: List(SlotHolder) });
export type WorkQueueConcurrency = Parsed<typeof WorkQueueConcurrency>;

const { work_pool_id: _id, work_pool_name: _name, ...plainRun } = FlowRun.fields;
/** A run as workers get it: without its pool, and without its current state (server.md §5.6). */
export const PlainFlowRun = Open(plainRun);
export type PlainFlowRun = Parsed<typeof PlainFlowRun>;

export const DueFlowRun = Open({ work_pool_id: Uuid, work_queue_id: Uuid, flow_run: PlainFlowRun });
export type DueFlowRun = Parsed<typeof DueFlowRun>;

const byName = Open({ name: Text });

export const workPoolRoutes = {
  create: route.post("/work_pools/", {
    summary: "Create a pool with its default queue.",
    body: CreateWorkPool,
    replies: { 201: WorkPool },
  }),
  get: route.get("/work_pools/:name", { params: byName, replies: { 200: WorkPool } }),
  update: route.patch("/work_pools/:name", { params: byName, body: UpdateWorkPool, replies: { 204: null } }),
  delete: route.delete("/work_pools/:name", { params: byName, replies: { 204: null } }),
  list: route.post("/work_pools/filter", {
    access: "read",
    body: Parameters({ work_pools: member(WorkPoolFilter), limit, offset }),
    replies: { 200: List(WorkPool) },
  }),
  count: route.post("/work_pools/count", {
    access: "read",
    body: Parameters({ work_pools: member(WorkPoolFilter) }),
    replies: { 200: Integer },
  }),
  getConcurrency: route.post("/work_pools/:name/concurrency_status", {
    access: "read",
    summary: "Which runs take the slots of a pool, queue by queue.",
    params: byName,
    body: Parameters({ page, limit, flow_run_limit: Default(With(Integer, { minimum: 0, maximum: 200 }), 10) }),
    replies: { 200: WorkPoolConcurrency },
  }),
} as const;

/** What workers and agents ask again and again. */
export const pollingRoutes = {
  listDueFlowRuns: route.post("/work_pools/:name/get_scheduled_flow_runs", {
    summary: "The due runs of a pool that have a slot, by priority of their queues and time. Asking marks queues and deployments ready.",
    params: byName,
    body: Parameters({
      work_queue_names: Optional(List(Text)),
      scheduled_before: Optional(Instant),
      scheduled_after: Optional(Instant),
      limit,
    }),
    replies: { 200: List(DueFlowRun) },
  }),
  listQueuedFlowRuns: route.post("/work_queues/:id/get_runs", {
    summary: "The due runs of one queue, for agents of old.",
    params: Open({ id: Uuid }),
    body: Parameters({ limit, scheduled_before: Optional(Instant) }),
    replies: { 200: List(FlowRun) },
  }),
} as const;
