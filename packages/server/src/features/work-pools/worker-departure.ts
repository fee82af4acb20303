import { addSeconds, type Instant } from "@millrace/contract";
import type { Context } from "../../context.ts";

/** Seconds a worker whose channel ended has to come back, or to be heard of in another way. */
const returnSeconds = 8;

interface Departed {
  readonly poolId: string;
  readonly name: string;
  /** When it was last heard of over the channel that ended. */
  readonly heard: Instant;
}

/** Lets a worker count as offline soon that let go of its channel: a living one is back in a second or two. */
export const expectReturn = (ctx: Context, { poolId, name, heard }: Departed): Promise<void> =>
  ctx.transact(async (tx) => {
    const offline_after = addSeconds(ctx.clock.now(), returnSeconds);
    const departed = await tx
      .updateTable("worker")
      .set({ offline_after })
      .where("work_pool_id", "=", poolId)
      .where("name", "=", name)
      .where("last_heartbeat_time", "<=", heard)
      .where("offline_after", ">", offline_after)
      .returning("id")
      .execute();
    if (departed.length === 0) return;
    tx.afterCommit(() => {
      ctx.alarm.ring("readiness");
      ctx.alarm.ring("lost-contact");
    });
  });
