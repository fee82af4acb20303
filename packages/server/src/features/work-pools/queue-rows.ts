import type { PlainWorkQueue, WorkQueue } from "@millrace/contract";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Queries } from "../../db/connection.ts";
import type { WorkQueueTable } from "../../db/schema.ts";
import { takesAgentSlot, takesSlot } from "./pool-rows.ts";

/** Runs that take a slot of a queue; null for a queue without a limit. */
const activeSlots = (taken: RawBuilder<SqlBool>): RawBuilder<number | null> =>
  sql`case when work_queue.concurrency_limit is null then null else
    (select count(*) from flow_run where ${taken} and flow_run.work_queue_id = work_queue.id) end`;

/** Who asks: workers by pool and name, agents of old by id or by name alone. The two count slots in ways of their own. */
type Asker = "worker" | "agent";

export const selectQueues = (db: Queries, asker: Asker) =>
  db
    .selectFrom("work_queue")
    .innerJoin("work_pool", "work_pool.id", "work_queue.work_pool_id")
    .selectAll("work_queue")
    .select(["work_pool.name as work_pool_name", activeSlots(asker === "agent" ? takesAgentSlot : takesSlot).as("active_slots")]);

export interface WorkQueueRow extends WorkQueueTable {
  readonly work_pool_name: string;
  readonly active_slots: number | null;
}

/** A queue without what is known of it through its pool. */
export const toPlainWorkQueue = (row: WorkQueueTable): PlainWorkQueue => ({
  id: row.id,
  created: row.created,
  updated: row.updated,
  name: row.name,
  description: row.description,
  is_paused: row.is_paused,
  concurrency_limit: row.concurrency_limit,
  priority: row.priority,
  work_pool_id: row.work_pool_id,
  filter: row.filter as PlainWorkQueue["filter"],
  last_polled: row.last_polled,
});

export const toWorkQueue = (row: WorkQueueRow): WorkQueue => ({
  ...toPlainWorkQueue(row),
  work_pool_name: row.work_pool_name,
  status: row.status,
  active_slots: row.active_slots,
});
