import type { Instant } from "@millrace/contract";
import { compareInstants } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Queries, Tx } from "../../db/connection.ts";
import { appendEvents, type NewEvent } from "../../messaging/append-events.ts";

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
  const all = tx.updateTable("deployment").where(column, "in", [...values]);
  const ready = await all.set({ last_polled, status: "READY" }).where("status", "=", "NOT_READY").returning("id").execute();
  await all.set({ last_polled }).where("last_polled", "!=", last_polled).execute();
  await tell(ctx, tx, { ids: ready.map((deployment) => deployment.id), status: "ready" });
};

interface Attended {
  readonly id: string;
  /** When it, or its queue, was polled last. */
  readonly polled: Instant;
}

/** The ready deployments that were ever polled. */
export const listAttendedDeployments = async (db: Queries): Promise<Attended[]> => {
  const rows = await db
    .selectFrom("deployment")
    .leftJoin("work_queue", "work_queue.id", "deployment.work_queue_id")
    .select(["deployment.id", "deployment.last_polled", "work_queue.last_polled as queue_polled"])
    .where("deployment.status", "=", "READY")
    .where("deployment.last_polled", "is not", null)
    .execute();
  return rows.flatMap(({ id, last_polled, queue_polled }) => {
    if (last_polled === null) return [];
    const isQueueLater = queue_polled !== null && compareInstants(queue_polled, last_polled) > 0;
    return [{ id, polled: isQueueLater ? queue_polled : last_polled }];
  });
};

/** Marks deployments as not ready that nobody has polled since a moment; one that was polled meanwhile stays. */
export const markDeploymentsUnpolled = async (ctx: Context, ids: readonly string[], since: Instant): Promise<void> => {
  if (ids.length === 0) return;
  await ctx.transact(async (tx) => {
    const stale = await tx
      .updateTable("deployment")
      .set({ status: "NOT_READY" })
      .where("id", "in", [...ids])
      .where("status", "=", "READY")
      .where("last_polled", "<", since)
      .returning("id")
      .execute();
    await tell(ctx, tx, { ids: stale.map((deployment) => deployment.id), status: "not-ready" });
  });
};

interface Told {
  readonly ids: readonly string[];
  readonly status: "ready" | "not-ready";
}

const tell = async (ctx: Context, tx: Tx, { ids, status }: Told): Promise<void> => {
  if (ids.length === 0) return;
  const rows = await tx
    .selectFrom("deployment")
    .innerJoin("flow", "flow.id", "deployment.flow_id")
    .leftJoin("work_queue as queue", "queue.id", "deployment.work_queue_id")
    .leftJoin("work_pool as pool", "pool.id", "queue.work_pool_id")
    .select(["deployment.id", "deployment.name", "flow.id as flow_id", "flow.name as flow_name"])
    .select(["queue.id as queue_id", "queue.name as queue_name", "pool.id as pool_id", "pool.name as pool_name", "pool.type as pool_type"])
    .where("deployment.id", "in", [...ids])
    .orderBy("deployment.id")
    .execute();
  await appendEvents(
    ctx,
    tx,
    rows.map((row) => statusEvent(ctx, row, status)),
  );
  tx.afterCommit(() => ctx.alarm.ring("readiness"));
};

interface Row {
  readonly id: string;
  readonly name: string;
  readonly flow_id: string;
  readonly flow_name: string;
  readonly queue_id: string | null;
  readonly queue_name: string | null;
  readonly pool_id: string | null;
  readonly pool_name: string | null;
  readonly pool_type: string | null;
}

/** The event of a deployment's status, with what the deployment belongs to (events.md §2.1). */
const statusEvent = (ctx: Context, row: Row, status: Told["status"]): NewEvent => {
  const related = (kind: string, id: string | null, name: string | null): Record<string, string>[] =>
    id === null || name === null
      ? []
      : [{ "prefect.resource.id": `prefect.${kind}.${id}`, "prefect.resource.name": name, "prefect.resource.role": kind }];
  const pool = related("work-pool", row.pool_id, row.pool_name).map((labels) => ({
    ...labels,
    "prefect.work-pool.type": row.pool_type ?? "",
  }));
  return {
    id: ctx.newId(),
    occurred: ctx.clock.now(),
    event: `prefect.deployment.${status}`,
    resource: { "prefect.resource.id": `prefect.deployment.${row.id}`, "prefect.resource.name": row.name },
    related: [...related("flow", row.flow_id, row.flow_name), ...related("work-queue", row.queue_id, row.queue_name), ...pool],
    payload: {},
    follows: null,
  };
};
