import { sql } from "kysely";
import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";

/** As many as one change lets go at once; the others ask again by themselves. */
const mostAtOnce = 1000;

/**
 * Makes the runs due now that have waited longest for a slot of a limit, at most as many as there are slots for. A run
 * that somebody else is just changing is passed over: it asks for itself, and waiting for it could last for ever.
 */
export const wakeWaitingRuns = async (ctx: Context, tx: Tx, { limitId, most }: { limitId: string; most: number }): Promise<void> => {
  if (most <= 0) return;
  const now = ctx.clock.now();
  const waiting = await tx
    .selectFrom("flow_run")
    .innerJoin("deployment", "deployment.id", "flow_run.deployment_id")
    .innerJoin("flow_run_state as current", "current.id", "flow_run.state_id")
    .leftJoin("work_queue", "work_queue.id", "flow_run.work_queue_id")
    .select(["flow_run.id", "current.id as state_id", "current.state_details", "work_queue.work_pool_id"])
    .where("deployment.concurrency_limit_id", "=", limitId)
    .where("flow_run.state_name", "=", sql.lit("AwaitingConcurrencySlot"))
    .where("flow_run.next_scheduled_start_time", ">", now)
    .orderBy("flow_run.expected_start_time")
    .orderBy("flow_run.id")
    .limit(Math.min(most, mostAtOnce))
    .modifyEnd(tx.dialect.lockingFree("flow_run"))
    .execute();
  for (const { id, state_id, state_details } of waiting) {
    await tx.updateTable("flow_run").set({ next_scheduled_start_time: now, updated: now }).where("id", "=", id).execute();
    // The state's own time too: before it, the run would not be let start.
    const due = { ...state_details, scheduled_time: now };
    await tx.updateTable("flow_run_state").set({ state_details: due }).where("id", "=", state_id).execute();
  }
  if (waiting.length === 0) return;
  const pools = [...new Set(waiting.flatMap(({ work_pool_id }) => work_pool_id ?? []))];
  tx.afterCommit(() => ctx.bus.dueRuns.publish(pools));
};
