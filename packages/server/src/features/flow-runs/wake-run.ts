import type { Context } from "../../context.ts";
import type { Seen } from "./set-state-of-seen.ts";

/** Makes a run due now that waits for something, if it is still in the state in which it was seen. */
export const wakeRun = (ctx: Context, { id, state_id }: Seen): Promise<void> =>
  ctx.transact(async (tx) => {
    if (state_id === null) return;
    const now = ctx.clock.now();
    const waiting = tx.updateTable("flow_run").set({ next_scheduled_start_time: now, updated: now }).where("id", "=", id);
    const woken = await waiting.where("state_id", "=", state_id).where("next_scheduled_start_time", ">", now).returning("id").execute();
    if (woken.length === 0) return;
    const state = await tx.selectFrom("flow_run_state").select("state_details").where("id", "=", state_id).executeTakeFirst();
    if (state === undefined) return;
    // The state's own time too: before it, the run would not be let start.
    const due = { ...state.state_details, scheduled_time: now };
    await tx.updateTable("flow_run_state").set({ state_details: due }).where("id", "=", state_id).execute();
    tx.afterCommit(() => ctx.alarm.ring("due-runs"));
  });
