import type { Context } from "../../context.ts";

/** Notes that the processes of these runs let go of the connection over which they gave signs of life. Runs that have ended may. */
export const noteDisconnected = (ctx: Context, flowRunIds: readonly string[]): Promise<void> =>
  ctx.transact(async (tx) => {
    const runs = tx
      .selectFrom("flow_run")
      .select("id")
      .where("id", "in", [...flowRunIds]);
    const running = await runs.where("state_type", "=", "RUNNING").orderBy("id").execute();
    if (running.length === 0) return;
    const disconnected = ctx.clock.now();
    await tx
      .insertInto("flow_run_disconnect")
      .values(running.map(({ id }) => ({ flow_run_id: id, disconnected })))
      .onConflict((on) => on.column("flow_run_id").doUpdateSet({ disconnected }))
      .execute();
    tx.afterCommit(() => ctx.alarm.ring("lost-contact"));
  });
