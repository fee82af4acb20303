import type { CreateFlowRun, FlowRun, JsonObject, Labels, OrchestrationResult, StateCreate, UpdateFlowRun } from "@millrace/contract";
import { newName } from "@millrace/contract/run-names";
import type { Caller, Context } from "../../context.ts";
import type { Queries, Tx } from "../../db/connection.ts";
import type { Filters } from "../../db/filters/related.ts";
import { badRequest, DomainError, notFound } from "../../errors.ts";
import { checkParameterSize } from "../../wire/parameter-size.ts";
import { listLeasesForRuns, releaseLeases } from "../concurrency-limits/leases.ts";
import { releaseSubflows } from "../flows/release-subflows.ts";
import { checkRunVariables } from "../work-pools/check-job-variables.ts";
import { createFlowRun, readPolicy } from "./create-run.ts";
import { listFlowRunIds } from "./queries.ts";
import { setFlowRunState } from "./set-state.ts";

/** Creates a run on its own, not of a deployment. A pool and queue must exist; neither is made here (server.md §5.2). */
export const createAdHocRun = async (ctx: Context, input: CreateFlowRun, caller: Caller): Promise<{ run: FlowRun; created: boolean }> => {
  const { work_pool_name, work_queue_name, labels, ...rest } = input;
  checkParameterSize(ctx.settings.maxParameterSize, { value: input.parameters });
  const queue = await findQueue(ctx.read, work_pool_name, work_queue_name);
  const { automation } = caller;
  const created_by = automation === null ? null : { id: automation.id, type: "AUTOMATION", display_value: automation.name };
  const run = { ...rest, labels: labels ?? {}, deployment_version: null, created_by, work_queue_id: queue?.id ?? null };
  return createFlowRun(ctx, { ...run, work_queue_name: queue?.name ?? work_queue_name }, caller);
};

const findQueue = async (db: Queries, pool: string | null, queue: string | null): Promise<{ id: string; name: string } | undefined> => {
  if (!pool) return undefined;
  const found = await db.selectFrom("work_pool").select("id").where("name", "=", pool).executeTakeFirst();
  if (found === undefined) throw notFound(`Work pool "${pool}" not found.`);
  const queues = db
    .selectFrom("work_queue")
    .innerJoin("work_pool", "work_pool.id", "work_queue.work_pool_id")
    .select(["work_queue.id", "work_queue.name"])
    .where("work_pool.id", "=", found.id);
  const meant = queue ? queues.where("work_queue.name", "=", queue) : queues.whereRef("work_queue.id", "=", "work_pool.default_queue_id");
  const row = await meant.executeTakeFirst();
  if (row === undefined) throw notFound(`Work pool queue '${pool}/${queue}' not found.`);
  return row;
};

/** Changes what may change of a run; keys not given stay. Job variables only while it is scheduled. */
export const updateFlowRun = (ctx: Context, id: string, input: UpdateFlowRun): Promise<void> =>
  ctx.transact(async (tx) => {
    checkParameterSize(ctx.settings.maxParameterSize, { value: input.parameters });
    const { name, empirical_policy, ...rest } = input;
    if (input.job_variables) await checkJobVariables(ctx, tx, { id, variables: input.job_variables });
    const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    const updated = await tx
      .updateTable("flow_run")
      .set({
        ...given,
        ...(name === undefined ? {} : { name: name === null || name === "" ? newName(ctx.random) : name }),
        ...(empirical_policy === undefined ? {} : { empirical_policy: readPolicy(empirical_policy) }),
        updated: ctx.clock.now(),
      })
      .where("id", "=", id)
      .returning("id")
      .execute();
    if (updated.length === 0) throw notFound("Flow run not found");
  });

const checkJobVariables = async (ctx: Context, tx: Tx, { id, variables }: { id: string; variables: JsonObject }): Promise<void> => {
  const run = await tx.selectFrom("flow_run").select(["state_type", "deployment_id"]).where("id", "=", id).executeTakeFirst();
  if (run === undefined) throw notFound("Flow run not found");
  if (run.state_type !== "SCHEDULED") {
    throw badRequest(`Job variables for a flow run in state ${run.state_type ?? "none"} cannot be updated`);
  }
  const deployment = run.deployment_id === null ? undefined : await findDeployment(tx, run.deployment_id);
  if (deployment === undefined) throw badRequest("A deployment for the flow run could not be found");
  const layers = [deployment.job_variables, variables];
  await checkRunVariables(ctx, tx, { queueId: deployment.work_queue_id, layers, failed: "Error updating flow run" });
};

const findDeployment = (tx: Tx, id: string) =>
  tx.selectFrom("deployment").select(["work_queue_id", "job_variables"]).where("id", "=", id).executeTakeFirst();

/** Adds labels to a run; those with the same key are replaced. */
export const addLabels = (ctx: Context, id: string, labels: Labels): Promise<void> =>
  ctx.transact(async (tx) => {
    await tx.dialect.lockRow(tx, "flow_run", id);
    const run = await tx.selectFrom("flow_run").select("labels").where("id", "=", id).executeTakeFirst();
    if (run === undefined) throw notFound(`Flow run with id ${id} not found`, { asException: true });
    const merged = { ...run.labels, ...labels };
    await tx.updateTable("flow_run").set({ labels: merged, updated: ctx.clock.now() }).where("id", "=", id).execute();
  });

/** Deletes a run with its states, its task runs, its inputs and its logs. What it holds of limits comes back; its subflows stay, on their own. */
export const deleteFlowRun = (ctx: Context, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    if ((await deleteFlowRuns(ctx, tx, [id])).length === 0) throw notFound("Flow run not found");
  });

/** Deletes runs in a transaction that does more; the ids of those that were there. */
export const deleteFlowRuns = async (ctx: Context, tx: Tx, ids: readonly string[]): Promise<readonly string[]> => {
  if (ids.length === 0) return [];
  const list = [...ids];
  const leases = await listLeasesForRuns(tx, { flowRunIds: list });
  await tx.deleteFrom("log").where("flow_run_id", "in", list).execute();
  await releaseSubflows(tx, { flowRunIds: list });
  const deleted = await tx.deleteFrom("flow_run").where("id", "in", list).returning("id").execute();
  // Looked for again: a transition that came first may have taken a slot since.
  await releaseLeases(ctx, tx, [...leases, ...(await listLeasesForRuns(tx, { flowRunIds: list }))]);
  const gone = new Set(deleted.map((row) => row.id));
  return list.filter((id) => gone.has(id));
};

export const bulkDeleteFlowRuns = async (ctx: Context, filters: Filters, limit: number): Promise<readonly string[]> => {
  const ids = await listFlowRunIds(ctx.read, filters, limit);
  return ctx.transact((tx) => deleteFlowRuns(ctx, tx, ids));
};

interface BulkState {
  readonly filters: Filters;
  readonly limit: number;
  readonly state: StateCreate;
  readonly force: boolean;
  readonly caller: Caller;
}

/** Proposes one state for many runs, one after the other; a run that fails does not keep the next from its turn. */
export const bulkSetState = async (ctx: Context, { filters, limit, state, force, caller }: BulkState) => {
  const results: (OrchestrationResult & { flow_run_id: string })[] = [];
  for (const id of await listFlowRunIds(ctx.read, filters, limit)) {
    results.push({ flow_run_id: id, ...(await attempt(ctx, () => setFlowRunState(ctx, { id, state, force, caller }))) });
  }
  return results;
};

const attempt = async (ctx: Context, run: () => Promise<OrchestrationResult>): Promise<OrchestrationResult> => {
  try {
    return await run();
  } catch (error) {
    ctx.log.warn({ err: error }, "A state of a bulk request could not be set.");
    const reason = error instanceof DomainError ? error.message : "The state could not be set; the log of the server says why.";
    return { state: null, status: "ABORT", details: { type: "abort_details", reason } };
  }
};
