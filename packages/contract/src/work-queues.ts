/** A queue of a work pool: what workers take runs from, in order of priority. */
import { member } from "./filters/members.ts";
import { WorkQueueFilter } from "./filters/work-queue.ts";
import { limit, offset, page } from "./paging.ts";
import { route } from "./route.ts";
import {
  Bool,
  Closed,
  Default,
  Instant,
  Integer,
  List,
  Name,
  Nullable,
  Open,
  Optional,
  Parameters,
  type Parsed,
  type Static,
  stored,
  Tags,
  Text,
  Uuid,
  With,
} from "./schema.ts";
import { slotLimit, WorkPoolStatus, WorkQueueConcurrency } from "./work-pools.ts";

/** Of queues from before work pools: which runs of deployments they give to the agents that ask for them. */
const QueueFilter = Open({ tags: Default(Nullable(Tags), null), deployment_ids: Default(Nullable(List(Uuid)), null) });
const filter = Nullable(QueueFilter);

const plain = {
  ...stored,
  name: Name,
  description: Nullable(Text),
  is_paused: Bool,
  concurrency_limit: slotLimit,
  /** 1 is served first. */
  priority: Integer,
  work_pool_id: Nullable(Uuid),
  filter,
  last_polled: Nullable(Instant),
} as const;

export const PlainWorkQueue = Open(plain);
export type PlainWorkQueue = Parsed<typeof PlainWorkQueue>;

export const WorkQueue = Open({
  ...plain,
  work_pool_name: Nullable(Text),
  status: Nullable(WorkPoolStatus),
  /** Runs that take a slot; null without a limit. */
  active_slots: Nullable(Integer),
});
export type WorkQueue = Parsed<typeof WorkQueue>;

const priority = Nullable(With(Integer, { exclusiveMinimum: 0 }));

/** Without a priority it gets the first that is free. */
export const CreateWorkQueue = Closed({
  name: Name,
  description: Default(Nullable(Text), ""),
  is_paused: Default(Bool, false),
  concurrency_limit: Default(slotLimit, null),
  priority: Default(priority, null),
  filter: Default(filter, null),
});
export type CreateWorkQueue = Parsed<typeof CreateWorkQueue>;
export type CreateWorkQueueInput = Static<typeof CreateWorkQueue>;

/** A priority that is taken moves the others down. */
export const UpdateWorkQueue = Closed({
  name: Optional(Nullable(Name)),
  description: Optional(Nullable(Text)),
  is_paused: Optional(Bool),
  concurrency_limit: Optional(slotLimit),
  priority: Optional(priority),
  last_polled: Optional(Nullable(Instant)),
  filter: Optional(filter),
});
export type UpdateWorkQueue = Parsed<typeof UpdateWorkQueue>;
export type UpdateWorkQueueInput = Static<typeof UpdateWorkQueue>;

export const WorkQueueHealth = Open({
  healthy: Bool,
  late_runs_count: Integer,
  last_polled: Nullable(Instant),
  health_check_policy: Open({ maximum_late_runs: Nullable(Integer), maximum_seconds_since_last_polled: Nullable(Integer) }),
});
export type WorkQueueHealth = Parsed<typeof WorkQueueHealth>;

const ofPool = Open({ work_pool_name: Text });
const inPool = Open({ work_pool_name: Text, name: Text });
const byId = Open({ id: Uuid });
const listed = Parameters({ work_queues: member(WorkQueueFilter), limit, offset });

export const workQueueRoutes = {
  createInPool: route.post("/work_pools/:work_pool_name/queues", { params: ofPool, body: CreateWorkQueue, replies: { 201: WorkQueue } }),
  getInPool: route.get("/work_pools/:work_pool_name/queues/:name", { params: inPool, replies: { 200: WorkQueue } }),
  updateInPool: route.patch("/work_pools/:work_pool_name/queues/:name", {
    params: inPool,
    body: UpdateWorkQueue,
    replies: { 204: null },
  }),
  deleteInPool: route.delete("/work_pools/:work_pool_name/queues/:name", { params: inPool, replies: { 204: null } }),
  listInPool: route.post("/work_pools/:work_pool_name/queues/filter", {
    access: "read",
    params: ofPool,
    body: listed,
    replies: { 200: List(WorkQueue) },
  }),

  create: route.post("/work_queues/", {
    summary: "Create a queue of the pool that agents share.",
    body: CreateWorkQueue,
    replies: { 201: WorkQueue },
  }),
  get: route.get("/work_queues/:id", { params: byId, replies: { 200: WorkQueue } }),
  getByName: route.get("/work_queues/name/:name", { params: Open({ name: Text }), replies: { 200: WorkQueue } }),
  update: route.patch("/work_queues/:id", { params: byId, body: UpdateWorkQueue, replies: { 204: null } }),
  delete: route.delete("/work_queues/:id", { params: byId, replies: { 204: null } }),
  list: route.post("/work_queues/filter", { access: "read", body: listed, replies: { 200: List(WorkQueue) } }),
  getHealth: route.get("/work_queues/:id/status", { params: byId, replies: { 200: WorkQueueHealth } }),
  getConcurrency: route.post("/work_queues/:id/concurrency_status", {
    access: "read",
    params: byId,
    body: Parameters({ page, limit }),
    replies: { 200: WorkQueueConcurrency },
  }),
} as const;
