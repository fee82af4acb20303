/** Who carries out runs and who holds slots, of all work pools and limits at once, as the protocol does not list them. */
import { LeaseHolder } from "./concurrency-limits.ts";
import { limit, offset } from "./paging.ts";
import { route } from "./route.ts";
import { Instant, Integer, List, Nullable, Open, Parameters, type Parsed, Text, Uuid } from "./schema.ts";
import { Worker } from "./workers.ts";

export const PooledWorker = Open({ ...Worker.fields, work_pool_name: Text });
export type PooledWorker = Parsed<typeof PooledWorker>;

/** A lease on slots of a limit. */
export const SlotLease = Open({
  id: Uuid,
  created: Instant,
  /** Its slots are free from then on unless it is renewed. */
  expiration: Instant,
  slots: Integer,
  /** Null of those who did not say who they are. */
  holder: Nullable(Open({ ...LeaseHolder.fields, name: Nullable(Text) })),
});
export type SlotLease = Parsed<typeof SlotLease>;

export const uiInfrastructureRoutes = {
  listWorkers: route.post("/ui/workers/filter", {
    summary: "The workers of all work pools, the one heard of last first.",
    access: "read",
    body: Parameters({ limit, offset }),
    replies: { 200: List(PooledWorker) },
  }),
  listLeases: route.post("/ui/concurrency_limits/:id/leases/filter", {
    summary: "Who holds slots of a limit by leases, the longest holder first. Slots taken without a lease have no holder.",
    access: "read",
    params: Open({ id: Uuid }),
    body: Parameters({ limit, offset }),
    replies: { 200: List(SlotLease) },
  }),
} as const;
