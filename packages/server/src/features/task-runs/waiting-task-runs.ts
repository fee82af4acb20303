import { addSeconds, type TaskRun } from "@millrace/contract";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Context } from "../../context.ts";
import { getTaskRun } from "./queries.ts";

/** Seconds after which a claim that no worker confirmed is taken for lost, its server with it. */
const confirmSeconds = 60;

export interface ClaimedTaskRun {
  readonly run: TaskRun;
  readonly state_id: string;
}

/** Gives the next background task run of these tasks to one asker, retried runs first. Undefined when none waits. */
export const claimWaitingTaskRun = async (ctx: Context, keys: readonly string[]): Promise<ClaimedTaskRun | undefined> => {
  for (;;) {
    const found = await findWaiting(ctx, keys);
    if (found === undefined) return undefined;
    if (await claim(ctx, found)) return { run: await getTaskRun(ctx, ctx.read, found.task_run_id), state_id: found.state_id };
  }
};

interface Waiting {
  readonly task_run_id: string;
  readonly state_id: string;
}

const lostBefore = (ctx: Context): string => addSeconds(ctx.clock.now(), -confirmSeconds);

/** Whether a run waits for whichever worker takes it. */
export const isDeferred = (details: RawBuilder<unknown>): RawBuilder<SqlBool> => {
  // The two databases print JSON with and without a space.
  const text = sql`cast(${details} as text)`;
  return sql<SqlBool>`(${text} like '%"deferred":true%' or ${text} like '%"deferred": true%')`;
};

const findWaiting = async (ctx: Context, keys: readonly string[]): Promise<Waiting | undefined> => {
  const { time } = ctx.read.dialect;
  const isClaimed = sql<SqlBool>`exists (select 1 from task_run_claim as c
    where c.state_id = task_run.state_id and (c.confirmed or c.claimed > ${time(lostBefore(ctx))}))`;
  const row = await ctx.read
    .selectFrom("task_run")
    .innerJoin("task_run_state as current", "current.id", "task_run.state_id")
    .select(["task_run.id as task_run_id", "current.id as state_id"])
    .where("task_run.state_type", "=", "SCHEDULED")
    .where("task_run.task_key", "in", [...keys])
    .where(isDeferred(sql.ref("current.state_details")))
    .where(sql<SqlBool>`not ${isClaimed}`)
    .orderBy(sql`case when task_run.state_name = 'AwaitingRetry' then 0 else 1 end`)
    .orderBy("task_run.state_timestamp")
    .limit(1)
    .executeTakeFirst();
  return row;
};

/** True when the claim is ours: among all servers one insert wins. */
const claim = (ctx: Context, { state_id, task_run_id }: Waiting): Promise<boolean> =>
  ctx.transact(async (tx) => {
    await tx
      .deleteFrom("task_run_claim")
      .where("state_id", "=", state_id)
      .where("confirmed", "=", false)
      .where("claimed", "<=", lostBefore(ctx))
      .execute();
    const row = { state_id, task_run_id, claimed: ctx.clock.now(), confirmed: false, worker: null };
    const claimed = await tx
      .insertInto("task_run_claim")
      .values(row)
      .onConflict((on) => on.column("state_id").doNothing())
      .returning("state_id")
      .execute();
    return claimed.length === 1;
  });

/** The worker has the run: nobody else gets it in this state. */
export const confirmClaim = (ctx: Context, { state_id, worker }: { state_id: string; worker: string }): Promise<void> =>
  ctx.transact(async (tx) => {
    await tx.updateTable("task_run_claim").set({ confirmed: true, worker }).where("state_id", "=", state_id).execute();
  });

/** The worker does not have the run: the next one gets it. */
export const releaseClaim = (ctx: Context, state_id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    await tx.deleteFrom("task_run_claim").where("state_id", "=", state_id).where("confirmed", "=", false).execute();
    tx.afterCommit(() => ctx.bus.waitingTaskRuns.publish([]));
  });
