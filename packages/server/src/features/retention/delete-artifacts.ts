import type { Instant } from "@millrace/contract";
import { deleteArtifacts } from "../artifacts/operations.ts";
import type { Step } from "./step.ts";

/** Deletes the artifacts that were made before a moment, the oldest first. */
export const deleteArtifactsBefore =
  (before: Instant): Step =>
  async (ctx) => {
    const limit = ctx.settings.vacuumBatch;
    const deleted = await ctx.transact(async (tx) => {
      const old = tx.selectFrom("artifact").select("id").where("created", "<", before).orderBy("created").limit(limit);
      return deleteArtifacts(
        ctx,
        tx,
        (await old.execute()).map((row) => row.id),
      );
    });
    return { deleted: { artifacts: deleted }, more: deleted === limit };
  };

/** Artifacts looked at in one step. */
const page = 200;

/** Deletes artifacts of flow runs that are gone, such as those that somebody deleted. */
export const deleteOrphanedArtifacts = (): Step => {
  let after: string | undefined;
  return async (ctx) => {
    const all = ctx.db.heavyRead
      .selectFrom("artifact")
      .leftJoin("flow_run", "flow_run.id", "artifact.flow_run_id")
      .select(["artifact.id", "artifact.flow_run_id", "flow_run.id as found"])
      .orderBy("artifact.id")
      .limit(page);
    const rows = await (after === undefined ? all : all.where("artifact.id", ">", after)).execute();
    after = rows.at(-1)?.id;
    const orphans = rows.filter((row) => row.flow_run_id !== null && row.found === null).map((row) => row.id);
    const deleted = orphans.length === 0 ? 0 : await ctx.transact((tx) => deleteArtifacts(ctx, tx, orphans));
    return { deleted: { artifacts: deleted }, more: rows.length === page };
  };
};
