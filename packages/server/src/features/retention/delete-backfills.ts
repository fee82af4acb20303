import type { Instant } from "@millrace/contract";
import type { Step } from "./step.ts";

/** Deletes the backfills that ended before a moment, their dates first and some at a time. Their runs go by their own end. */
export const deleteBackfillsBefore =
  (before: Instant): Step =>
  async (ctx) =>
    ctx.transact(async (tx) => {
      const old = tx.selectFrom("backfill").select("id").where("ended", "<", before).orderBy("id").limit(1);
      const id = (await old.modifyEnd(tx.dialect.lockingFree("backfill")).executeTakeFirst())?.id;
      if (id === undefined) return { deleted: {}, more: false };
      const dates = tx.selectFrom("backfill_instant").select("position").where("backfill_id", "=", id).orderBy("position");
      const next = await dates.limit(1).executeTakeFirst();
      if (next === undefined) {
        await tx.deleteFrom("backfill").where("id", "=", id).execute();
        return { deleted: { backfills: 1 }, more: true };
      }
      const some = tx.deleteFrom("backfill_instant").where("backfill_id", "=", id);
      await some.where("position", "<", next.position + ctx.settings.vacuumBatch).execute();
      return { deleted: {}, more: true };
    });
