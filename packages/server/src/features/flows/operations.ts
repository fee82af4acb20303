import type { CreateFlow, Flow, UpdateFlow } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import { notFound } from "../../errors.ts";
import { appendEvents, type NewEvent } from "../../messaging/append-events.ts";
import { listLeasesForFlows, releaseLeases } from "../concurrency-limits/leases.ts";
import { deleteOwnLimits } from "../concurrency-limits/own-limits.ts";
import { getFlowByName } from "./queries.ts";
import { releaseSubflows } from "./release-subflows.ts";

const flowEvent = (ctx: Context, kind: "created" | "updated" | "deleted", { id, name, tags, labels }: Flow): NewEvent => ({
  id: ctx.newId(),
  occurred: ctx.clock.now(),
  event: `prefect.flow.${kind}`,
  resource: { "prefect.resource.id": `prefect.flow.${id}`, "prefect.resource.name": name },
  related: [],
  payload: { name, tags, labels },
  follows: null,
});

/** Stores a flow, or finds the one that has its name and leaves it as it is. `created` tells which. */
export const createFlow = async (ctx: Context, input: CreateFlow): Promise<{ flow: Flow; created: boolean }> => {
  const now = ctx.clock.now();
  const flow = { id: ctx.newId(), created: now, updated: now, name: input.name, tags: input.tags, labels: input.labels ?? {} };
  const created = await ctx.transact(async (tx) => {
    const insert = tx
      .insertInto("flow")
      .values(flow)
      .onConflict((on) => on.column("name").doNothing())
      .returning("id");
    if ((await insert.execute()).length === 0) return false;
    await appendEvents(ctx, tx, [flowEvent(ctx, "created", flow)]);
    return true;
  });
  return { flow: created ? flow : await getFlowByName(ctx.read, input.name), created };
};

export const updateFlow = (ctx: Context, id: string, input: UpdateFlow): Promise<void> =>
  ctx.transact(async (tx) => {
    const updated = await tx
      .updateTable("flow")
      .set({ updated: ctx.clock.now(), ...(input.tags === undefined ? {} : { tags: input.tags }) })
      .where("id", "=", id)
      .returningAll()
      .executeTakeFirst();
    if (updated === undefined) throw notFound("Flow not found");
    await appendEvents(ctx, tx, [flowEvent(ctx, "updated", updated)]);
  });

/** Deletes a flow with its deployments, its runs and theirs. What they hold of limits comes back. */
export const deleteFlow = (ctx: Context, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    if ((await deleteFlows(ctx, tx, [id])).length === 0) throw notFound("Flow not found");
  });

export const deleteFlows = async (ctx: Context, tx: Tx, ids: readonly string[]): Promise<readonly string[]> => {
  if (ids.length === 0) return [];
  // The scheduler holds a deployment when its new runs ask for the flow, so here too deployments come first.
  await tx.dialect.lockRows(tx, { table: "deployment", column: "flow_id", values: ids });
  const leases = await listLeasesForFlows(tx, ids);
  await releaseSubflows(tx, { flowIds: ids });
  const deployments = await tx
    .selectFrom("deployment")
    .select("id")
    .where("flow_id", "in", [...ids])
    .where("concurrency_limit_id", "is not", null)
    .execute();
  const deleted = await tx
    .deleteFrom("flow")
    .where("id", "in", [...ids])
    .returningAll()
    .execute();
  await appendEvents(
    ctx,
    tx,
    deleted.map((flow) => flowEvent(ctx, "deleted", flow)),
  );
  await releaseLeases(ctx, tx, leases);
  await deleteOwnLimits(
    ctx,
    tx,
    deployments.map((row) => row.id),
  );
  const gone = new Set(deleted.map((row) => row.id));
  return ids.filter((id) => gone.has(id));
};
