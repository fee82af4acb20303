import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import type { WorkPoolTable } from "../../db/schema.ts";
import { appendEvents } from "../../messaging/append-events.ts";
import { poolStatusEvent } from "./pool-events.ts";

interface NewStatus {
  readonly pool: WorkPoolTable;
  readonly status: "READY" | "NOT_READY" | "PAUSED";
}

/** Gives a locked pool another status and tells of it. */
export const setPoolStatus = async (ctx: Context, tx: Tx, { pool, status }: NewStatus): Promise<void> => {
  const [id, occurred] = [ctx.newId(), ctx.clock.now()];
  await tx
    .updateTable("work_pool")
    .set({ status, last_status_event_id: id, last_transitioned_status_at: occurred })
    .where("id", "=", pool.id)
    .execute();
  await appendEvents(ctx, tx, [poolStatusEvent({ pool, status, id, occurred, previous: pool })]);
  tx.afterCommit(() => ctx.alarm.ring("readiness"));
};
