import type { Deployment, DeploymentSchedule, DeploymentSort, GlobalConcurrencyLimit, Instant, PlainWorkQueue } from "@millrace/contract";
import { sql } from "kysely";
import type { Queries } from "../../db/connection.ts";
import { deploymentsWhere, type Filters } from "../../db/filters/related.ts";
import { notFound } from "../../errors.ts";
import { toLimit } from "../concurrency-limits/limit-rows.ts";
import { mayServe } from "../work-pools/filtered-queues.ts";
import { toPlainWorkQueue } from "../work-pools/queue-rows.ts";
import { type DeploymentRow, selectDeployments, toDeployment, toSchedule } from "./deployment-rows.ts";

/** Deployments with what belongs to them in other tables. */
const complete = async (db: Queries, rows: readonly DeploymentRow[], now: Instant): Promise<Deployment[]> => {
  const ids = rows.map((row) => row.id);
  const [schedules, limits] = await Promise.all([listSchedulesOf(db, ids), listLimitsOf(db, rows, now)]);
  return rows.map((row) =>
    toDeployment(row, { schedules: schedules.get(row.id) ?? [], limit: limits.get(row.concurrency_limit_id) ?? null }),
  );
};

const listLimitsOf = async (
  db: Queries,
  deployments: readonly DeploymentRow[],
  now: Instant,
): Promise<Map<string | null, GlobalConcurrencyLimit>> => {
  const ids = [...new Set(deployments.flatMap(({ concurrency_limit_id: id }) => id ?? []))];
  const rows = ids.length === 0 ? [] : await db.selectFrom("concurrency_limit").selectAll().where("id", "in", ids).execute();
  return new Map(rows.map((row) => [row.id, toLimit(row, now)]));
};

/** The schedules of each deployment, the one updated last first. */
const listSchedulesOf = async (db: Queries, deploymentIds: readonly string[]): Promise<Map<string, DeploymentSchedule[]>> => {
  const found = new Map<string, DeploymentSchedule[]>();
  if (deploymentIds.length === 0) return found;
  const of = db
    .selectFrom("deployment_schedule")
    .selectAll()
    .where("deployment_id", "in", [...deploymentIds]);
  for (const row of await of.orderBy("updated", "desc").orderBy("id", "desc").execute()) {
    const list = found.get(row.deployment_id) ?? [];
    list.push(toSchedule(row));
    found.set(row.deployment_id, list);
  }
  return found;
};

export const getDeployment = async (db: Queries, id: string, now: Instant): Promise<Deployment> => {
  const row = await selectDeployments(db).where("deployment.id", "=", id).executeTakeFirst();
  const [deployment] = row === undefined ? [] : await complete(db, [row], now);
  if (deployment === undefined) throw notFound("Deployment not found");
  return deployment;
};

export const getDeploymentByName = async (
  db: Queries,
  { flow_name: flowName, deployment_name: name }: { flow_name: string; deployment_name: string },
  now: Instant,
): Promise<Deployment> => {
  const named = selectDeployments(db).innerJoin("flow", "flow.id", "deployment.flow_id").where("flow.name", "=", flowName);
  const row = await named.where("deployment.name", "=", name).executeTakeFirst();
  const [deployment] = row === undefined ? [] : await complete(db, [row], now);
  if (deployment === undefined) throw notFound("Deployment not found");
  return deployment;
};

const orders = {
  NAME_ASC: ["deployment.name", "asc"],
  NAME_DESC: ["deployment.name", "desc"],
  CREATED_DESC: ["deployment.created", "desc"],
  UPDATED_DESC: ["deployment.updated", "desc"],
} as const satisfies Record<DeploymentSort, readonly [string, "asc" | "desc"]>;

interface Slice {
  readonly sort: DeploymentSort;
  readonly limit: number;
  readonly offset: number;
  readonly now: Instant;
}

export const listDeployments = async (db: Queries, filters: Filters, { sort, limit, offset, now }: Slice): Promise<Deployment[]> => {
  const where = deploymentsWhere(db.dialect, filters);
  const all = selectDeployments(db);
  const [by, direction] = orders[sort];
  const matching = where === undefined ? all : all.where(where);
  return complete(db, await matching.orderBy(by, direction).orderBy("deployment.id").limit(limit).offset(offset).execute(), now);
};

export const countDeployments = async (db: Queries, filters: Filters): Promise<number> => {
  const where = deploymentsWhere(db.dialect, filters);
  const all = db.selectFrom("deployment").select(sql<number>`count(*)`.as("count"));
  const row = await (where === undefined ? all : all.where(where)).executeTakeFirst();
  return row?.count ?? 0;
};

/** Throws `not-found` with the words of the schedule routes, which end in a full stop. */
export const listSchedules = async (db: Queries, deploymentId: string): Promise<DeploymentSchedule[]> => {
  const deployment = await db.selectFrom("deployment").select("id").where("id", "=", deploymentId).executeTakeFirst();
  if (deployment === undefined) throw notFound("Deployment not found.");
  return (await listSchedulesOf(db, [deploymentId])).get(deploymentId) ?? [];
};

/** The queues that may serve a deployment: all of them, but for those of old whose filter leaves it out (server.md §5.5). */
export const listServingQueues = async (db: Queries, deploymentId: string): Promise<PlainWorkQueue[]> => {
  const deployment = await db.selectFrom("deployment").select(["id", "tags"]).where("id", "=", deploymentId).executeTakeFirst();
  if (deployment === undefined) throw notFound("Deployment not found");
  const rows = await db.selectFrom("work_queue").selectAll().orderBy("created").orderBy("id").execute();
  return rows.map(toPlainWorkQueue).filter((queue) => mayServe(queue, deployment));
};
