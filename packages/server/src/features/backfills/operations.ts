import type { Backfill } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { BackfillTable } from "../../db/backfill-tables.ts";
import type { Tx } from "../../db/connection.ts";
import { conflict } from "../../errors.ts";
import { getBackfill, getBackfillRow } from "./queries.ts";

type Changes = Partial<Pick<BackfillTable, "state" | "message" | "concurrency_limit" | "ended">>;

/** Changes a backfill that has not ended. Throws `not-found`, and `conflict` for one that has. */
const change = async (ctx: Context, id: string, work: (tx: Tx, row: BackfillTable) => Changes | Promise<Changes>): Promise<Backfill> => {
  await ctx.transact(async (tx) => {
    await tx.dialect.lockRow(tx, "backfill", id);
    const row = await getBackfillRow(tx, id);
    if (row.ended !== null || row.state === "CANCELLING") {
      throw conflict(`The backfill is ${row.state.toLowerCase()} and cannot be changed any more.`);
    }
    const changes = await work(tx, row);
    await tx
      .updateTable("backfill")
      .set({ ...changes, updated: ctx.clock.now() })
      .where("id", "=", id)
      .execute();
    tx.afterCommit(() => ctx.alarm.ring("backfills"));
  });
  return getBackfill(ctx.read, id);
};

export const updateBackfill = (ctx: Context, id: string, { concurrency_limit }: { concurrency_limit: number }): Promise<Backfill> =>
  change(ctx, id, () => ({ concurrency_limit }));

/** Begins no further dates; runs under way go on. */
export const pauseBackfill = (ctx: Context, id: string): Promise<Backfill> => change(ctx, id, () => ({ state: "PAUSED", message: null }));

export const resumeBackfill = (ctx: Context, id: string): Promise<Backfill> => change(ctx, id, () => ({ state: "RUNNING", message: null }));

/** Ends a backfill early. Its open runs are cancelled, by whichever server comes to it, or go on without it. */
export const cancelBackfill = (ctx: Context, id: string, { keep_runs }: { keep_runs: boolean }): Promise<Backfill> =>
  change(ctx, id, async (tx) => {
    const waiting = tx.updateTable("backfill_instant").set({ outcome: "CANCELLED" }).where("backfill_id", "=", id);
    await waiting.where("outcome", "=", "WAITING").execute();
    if (!keep_runs) return { state: "CANCELLING", message: null };
    return { state: "CANCELLED", message: null, ended: ctx.clock.now() };
  });

/** Forgets a backfill that has ended. Throws `not-found`, and `conflict` for one that has not. */
export const deleteBackfill = (ctx: Context, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    await tx.dialect.lockRow(tx, "backfill", id);
    if ((await getBackfillRow(tx, id)).ended === null) throw conflict("The backfill has not ended. Cancel it first.");
    await tx.deleteFrom("backfill").where("id", "=", id).execute();
  });
