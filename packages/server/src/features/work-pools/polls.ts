import type { Instant } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Queries, Tx } from "../../db/connection.ts";
import { appendEvents } from "../../messaging/append-events.ts";
import { queueEvent } from "./pool-events.ts";

/** Notes that queues were polled: those that were not ready are from then on. Paused ones stay paused (server.md §5.7). */
export const markQueuesPolled = async (ctx: Context, tx: Tx, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  const last_polled = ctx.clock.now();
  await tx.dialect.lockRows(tx, { table: "work_queue", column: "id", values: ids });
  const polled = tx.updateTable("work_queue").where("id", "in", [...ids]);
  const ready = await polled.set({ last_polled, status: "READY" }).where("status", "=", "NOT_READY").returning("id").execute();
  const newlyReady = ready.map((queue) => queue.id);
  const others = ids.filter((id) => !newlyReady.includes(id));
  if (others.length > 0) await tx.updateTable("work_queue").set({ last_polled }).where("id", "in", others).execute();
  await tellQueues(ctx, tx, { ids: newlyReady, status: "READY" });
};

/** Marks the ready queues that nobody has polled since a moment as not ready. */
export const markQueuesUnpolled = async (ctx: Context, tx: Tx, since: Instant): Promise<void> => {
  const stale = await tx
    .updateTable("work_queue")
    .set({ status: "NOT_READY" })
    .where("status", "=", "READY")
    .where("last_polled", "<", since)
    .returning("id")
    .execute();
  await tellQueues(ctx, tx, { ids: stale.map((queue) => queue.id), status: "NOT_READY" });
};

/** Tells of the queues' new status. */
const tellQueues = async (ctx: Context, tx: Tx, { ids, status }: { ids: readonly string[]; status: string }): Promise<void> => {
  if (ids.length === 0) return;
  const rows = await tx
    .selectFrom("work_queue")
    .innerJoin("work_pool", "work_pool.id", "work_queue.work_pool_id")
    .select(["work_queue.id", "work_queue.name", "work_pool.id as pool_id", "work_pool.name as pool_name", "work_pool.type"])
    .where("work_queue.id", "in", [...ids])
    .orderBy("work_queue.id")
    .execute();
  const events = rows.map(({ pool_id, pool_name, type, ...queue }) =>
    queueEvent(ctx, { kind: status, queue, pool: { id: pool_id, name: pool_name, type } }),
  );
  await appendEvents(ctx, tx, events);
  tx.afterCommit(() => ctx.alarm.ring("readiness"));
};

/** When the ready queue that was polled longest ago was polled. */
export const findOldestPoll = async (db: Queries): Promise<Instant | undefined> => {
  const ready = db.selectFrom("work_queue").select("last_polled").where("status", "=", "READY").where("last_polled", "is not", null);
  return (await ready.orderBy("last_polled").limit(1).executeTakeFirst())?.last_polled ?? undefined;
};
