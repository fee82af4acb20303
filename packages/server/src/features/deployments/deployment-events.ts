import type { JsonObject } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Queries, Tx } from "../../db/connection.ts";
import { appendEvents, type NewEvent } from "../../messaging/append-events.ts";
import { changesOf } from "../work-pools/pool-events.ts";

/** A deployment with what an event tells of it, and every column of which a change is told. */
export type DescribedDeployment = Awaited<ReturnType<typeof describeDeployments>>[number];

/** Deployments as they are now, by id; those that are gone are left out. */
export const describeDeployments = (db: Queries, ids: readonly string[]) =>
  db
    .selectFrom("deployment")
    .innerJoin("flow", "flow.id", "deployment.flow_id")
    .leftJoin("work_queue as queue", "queue.id", "deployment.work_queue_id")
    .leftJoin("work_pool as pool", "pool.id", "queue.work_pool_id")
    .selectAll("deployment")
    // The protocol tells of job variables by what they were called once.
    .select(["deployment.job_variables as infra_overrides", "flow.name as flow_name"])
    .select(["queue.id as queue_id", "queue.name as queue_name", "pool.id as pool_id", "pool.name as pool_name", "pool.type as pool_type"])
    .where("deployment.id", "in", [...ids])
    .orderBy("deployment.id")
    .execute();

/** What an event `prefect.deployment.updated` is about; changes of anything else are not told (events.md §2.1). */
const toldFields: readonly string[] = [
  "description",
  "tags",
  "parameters",
  "parameter_openapi_schema",
  "enforce_parameter_schema",
  "entrypoint",
  "path",
  "pull_steps",
  "work_queue_id",
  "infra_overrides",
  "paused",
  "labels",
  "version",
  "concurrency_limit_id",
  "concurrency_options",
];

/** Tells that deployments came, went, or got another status. */
export const tellOfDeployments = (
  ctx: Context,
  tx: Tx,
  { deployments, kind }: { deployments: readonly DescribedDeployment[]; kind: "created" | "deleted" | "ready" | "not-ready" },
): Promise<void> =>
  appendEvents(
    ctx,
    tx,
    deployments.map((deployment) => deploymentEvent(ctx, kind, deployment)),
  );

/** Tells what has become different of a deployment since it was described; nothing when it is the same. */
export const tellOfChanges = async (ctx: Context, tx: Tx, before: DescribedDeployment): Promise<void> => {
  const [after] = await describeDeployments(tx, [before.id]);
  const changes = after && changesOf(before, after, toldFields);
  if (after === undefined || changes === undefined) return;
  await appendEvents(ctx, tx, [{ ...deploymentEvent(ctx, "updated", after), payload: changes }]);
};

const deploymentEvent = (ctx: Context, kind: string, deployment: DescribedDeployment): NewEvent => ({
  id: ctx.newId(),
  occurred: ctx.clock.now(),
  event: `prefect.deployment.${kind}`,
  resource: { "prefect.resource.id": `prefect.deployment.${deployment.id}`, "prefect.resource.name": deployment.name },
  related: relatedTo(deployment),
  payload: {} satisfies JsonObject,
  follows: null,
});

/** What a deployment belongs to and uses; the last three without a name, as the protocol has it. */
const relatedTo = (row: DescribedDeployment): NewEvent["related"] => {
  const list: Record<string, string>[] = [];
  const add = (resource: string, id: string | null, labels: Record<string, string>): void => {
    if (id !== null) list.push({ "prefect.resource.id": `prefect.${resource}.${id}`, ...labels });
  };
  const named = (role: string, name: string | null) => ({ "prefect.resource.name": name ?? "", "prefect.resource.role": role });
  add("flow", row.flow_id, named("flow", row.flow_name));
  add("work-queue", row.queue_id, named("work-queue", row.queue_name));
  add("work-pool", row.pool_id, { ...named("work-pool", row.pool_name), "prefect.work-pool.type": row.pool_type ?? "" });
  add("block-document", row.storage_document_id, { "prefect.resource.role": "storage" });
  add("block-document", row.infrastructure_document_id, { "prefect.resource.role": "infrastructure" });
  add("concurrency-limit", row.concurrency_limit_id, { "prefect.resource.role": "concurrency-limit" });
  return list;
};
