/** A worker: a process that polls a work pool and starts infrastructure for its runs. */
import { anyOf, Between, member, operator } from "./filters/members.ts";
import { limit, offset } from "./paging.ts";
import { route } from "./route.ts";
import { Closed, Instant, Integer, List, Nullable, OneOf, Open, Optional, Parameters, type Parsed, stored, Text, Uuid } from "./schema.ts";

export const WorkerStatus = OneOf("ONLINE", "OFFLINE");
export type WorkerStatus = Parsed<typeof WorkerStatus>;

export const Worker = Open({
  ...stored,
  name: Text,
  work_pool_id: Uuid,
  last_heartbeat_time: Nullable(Instant),
  /** How often it means to give a sign of life; null when it did not say. */
  heartbeat_interval_seconds: Nullable(Integer),
  status: WorkerStatus,
});
export type Worker = Parsed<typeof Worker>;

export const WorkerFilter = Closed({
  operator,
  last_heartbeat_time: member(Between),
  status: member(Closed({ any_: anyOf(WorkerStatus), not_any_: anyOf(WorkerStatus) })),
});
export type WorkerFilter = Parsed<typeof WorkerFilter>;

const ofPool = Open({ work_pool_name: Text });

export const workerRoutes = {
  heartbeat: route.post("/work_pools/:work_pool_name/workers/heartbeat", {
    summary: "A worker's sign of life; the first one registers it.",
    params: ofPool,
    body: Parameters({ name: Text, heartbeat_interval_seconds: Optional(Nullable(Integer)) }),
    replies: { 204: null },
  }),
  list: route.post("/work_pools/:work_pool_name/workers/filter", {
    access: "read",
    summary: "The workers of a pool, the one heard of last first.",
    params: ofPool,
    body: Parameters({ workers: member(WorkerFilter), limit, offset }),
    replies: { 200: List(Worker) },
  }),
  delete: route.delete("/work_pools/:work_pool_name/workers/:name", {
    params: Open({ work_pool_name: Text, name: Text }),
    replies: { 204: null },
  }),
} as const;
