import type { Instant } from "@millrace/contract";
import { sql } from "kysely";
import type { Context } from "../../context.ts";
import type { Queries, Tx } from "../../db/connection.ts";
import { describeDeployments, tellOfDeployments } from "./deployment-events.ts";

/** Which deployments were polled: by themselves, or through their queues. */
export type Polled = { readonly ids: readonly string[] } | { readonly queueIds: readonly string[] };

/**
 * Notes that deployments were polled; those that were not ready are from then on. It is no change of the deployment, which
 * would schedule it anew, so `updated` stays (server.md §8).
 */
export const markDeploymentsPolled = async (ctx: Context, tx: Tx, polled: Polled): Promise<void> => {
  const [column, values] = "ids" in polled ? (["id", polled.ids] as const) : (["work_queue_id", polled.queueIds] as const);
  if (values.length === 0) return;
  const last_polled = ctx.clock.now();
  await tx.dialect.lockRows(tx, { table: "deployment", column, values });
  const all = tx.updateTable("deployment").where(column, "in", [...values]);
  const ready = await all.set({ last_polled, status: "READY" }).where("status", "=", "NOT_READY").returning("id").execute();
  await all.set({ last_polled }).where("last_polled", "!=", last_polled).execute();
  await tell(ctx, tx, { ids: ready.map((deployment) => deployment.id), kind: "ready" });
};

/** When a deployment was polled last, itself or through its queue. */
const polledAt = sql<string>`case when work_queue.last_polled > deployment.last_polled then work_queue.last_polled else deployment.last_polled end`;

const attended = (db: Queries) =>
  db
    .selectFrom("deployment")
    .leftJoin("work_queue", "work_queue.id", "deployment.work_queue_id")
    .where("deployment.status", "=", "READY")
    .where("deployment.last_polled", "is not", null);

/** When the ready deployment that was polled longest ago was polled. */
export const findOldestDeploymentPoll = async (db: Queries): Promise<Instant | undefined> => {
  const row = await attended(db).select(sql<unknown>`min(${polledAt})`.as("oldest")).executeTakeFirst();
  return db.dialect.readTime(row?.oldest) ?? undefined;
};

/** Marks the ready deployments that nobody has polled since a moment as not ready; one that is polled meanwhile stays. */
export const markDeploymentsUnpolled = async (ctx: Context, since: Instant): Promise<void> => {
  const unpolled = await attended(ctx.read)
    .select("deployment.id")
    .where(sql<boolean>`${polledAt} < ${ctx.read.dialect.time(since)}`)
    .execute();
  if (unpolled.length === 0) return;
  await ctx.transact(async (tx) => {
    const stale = await tx
      .updateTable("deployment")
      .set({ status: "NOT_READY" })
      .where(
        "id",
        "in",
        unpolled.map(({ id }) => id),
      )
      .where("status", "=", "READY")
      .where("last_polled", "<", since)
      .returning("id")
      .execute();
    await tell(ctx, tx, { ids: stale.map((deployment) => deployment.id), kind: "not-ready" });
  });
};

interface Told {
  readonly ids: readonly string[];
  readonly kind: "ready" | "not-ready";
}

const tell = async (ctx: Context, tx: Tx, { ids, kind }: Told): Promise<void> => {
  if (ids.length === 0) return;
  await tellOfDeployments(ctx, tx, { deployments: await describeDeployments(tx, ids), kind });
  tx.afterCommit(() => ctx.alarm.ring("readiness"));
};
