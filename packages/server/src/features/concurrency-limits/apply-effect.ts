import type { LeaseHolder } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import type { Effect } from "../../orchestration/effects.ts";
import { hundredYears, listLeasesOf, releaseLease, releaseLeases, renewLease } from "./leases.ts";
import { tagPrefix } from "./limit-rows.ts";

/** Gives back what a kept state says its run no longer holds. */
export const applyLimitEffect = async (
  ctx: Context,
  tx: Tx,
  { effect, holder, limitName }: { effect: Effect; holder: LeaseHolder; limitName: string | null },
): Promise<void> => {
  if (effect.kind === "release-deployment-slot") {
    if (effect.lease_id !== null && (await releaseLease(ctx, tx, { id: effect.lease_id }))) return;
    // Forced states drop the lease's id: the slot is then found by the run that holds it. No slot is anybody's by guess.
    if (limitName !== null) await releaseLeases(ctx, tx, await listLeasesOf(tx, holder, [limitName]));
  }
  // The lease itself stays as the note of who holds the slot; it only no longer runs out.
  if (effect.kind === "revoke-lease") await renewLease(ctx, tx, { id: effect.lease_id, seconds: hundredYears });
  if (effect.kind === "release-task-slots") {
    const names = effect.tags.map((tag) => `${tagPrefix}${tag}`);
    await releaseLeases(ctx, tx, await listLeasesOf(tx, { type: "task_run", id: effect.task_run_id }, names));
  }
};
