import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import { notFound } from "../../errors.ts";
import { deleteOwnLimits } from "../concurrency-limits/own-limits.ts";
import { clearScheduledRuns } from "./clear-runs.ts";
import { describeDeployments, tellOfDeployments } from "./deployment-events.ts";

/** Deletes a deployment with its schedules and every run of it that waits for its time. Other runs stay, and so do limits it shares (server.md §4). */
export const deleteDeployment = (ctx: Context, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    if ((await deleteDeployments(ctx, tx, [id])).length === 0) throw notFound("Deployment not found");
  });

export const deleteDeployments = async (ctx: Context, tx: Tx, ids: readonly string[]): Promise<readonly string[]> => {
  if (ids.length === 0) return [];
  const described = await describeDeployments(tx, ids);
  const deleted = await tx
    .deleteFrom("deployment")
    .where("id", "in", [...ids])
    .returning("id")
    .execute();
  const gone = new Set(deleted.map((row) => row.id));
  // After the deployment itself: from then on nobody makes new runs of it.
  for (const id of gone) await clearScheduledRuns(tx, { deployment_id: id, auto: false });
  await tellOfDeployments(ctx, tx, { deployments: described.filter(({ id }) => gone.has(id)), kind: "deleted" });
  await deleteOwnLimits(ctx, tx, [...gone]);
  tx.afterCommit(() => ctx.alarm.ring("schedules"));
  return ids.filter((id) => gone.has(id));
};
