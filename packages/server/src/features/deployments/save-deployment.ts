import type { CreateDeployment, Deployment, JsonObject, Labels, UpdateDeployment } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import type { DeploymentTable } from "../../db/schema.ts";
import { conflict, invalid, notFound } from "../../errors.ts";
import { findSchemaProblem } from "../../wire/json-schema/validate.ts";
import { checkParameterSize } from "../../wire/parameter-size.ts";
import { checkChangedVariables, checkDeploymentVariables } from "../work-pools/check-job-variables.ts";
import { agentPool, getPool } from "../work-pools/queries.ts";
import { clearScheduledRuns } from "./clear-runs.ts";
import { columnsOf } from "./columns.ts";
import { checkLimits, checkParameters } from "./deployment-checks.ts";
import { type DescribedDeployment, describeDeployments, tellOfChanges, tellOfDeployments } from "./deployment-events.ts";
import { requireLimit, setDeploymentLimit } from "./deployment-limits.ts";
import { fillIn } from "./fill-in.ts";
import { placeInQueue } from "./place-in-queue.ts";
import { getDeployment } from "./queries.ts";
import { forgetCovered, prepareSchedules, type ReadySchedule, replaceSchedules } from "./schedules.ts";
import { changeSchedules } from "./target-schedules.ts";

/** Stores a deployment, or changes the one of this flow that has this name. `created` tells which (server.md §5.5). */
export const createDeployment = async (ctx: Context, input: CreateDeployment): Promise<{ deployment: Deployment; created: boolean }> => {
  checkLimits(input);
  checkParameters(ctx, input);
  const schedules = await prepareSchedules(ctx, { schedules: input.schedules, at: ["body", "schedules"], body: input });
  const { id, before } = await ctx.transact(async (tx) => {
    await checkVariables(tx, input, (template, variables) => checkDeploymentVariables(ctx, tx, { template, variables }));
    await requireLimit(tx, input);
    const queue = await placeInQueue(ctx, tx, input);
    await checkBlocks(tx, input, "creating");
    const columns = { ...columnsOf({ ...input, parameters: input.parameters ?? {} }) };
    const labels = await labelsOf(tx, input);
    const saved = await upsert(ctx, tx, {
      input,
      columns: { ...columns, labels, ...queue },
    });
    await setDeploymentLimit(ctx, tx, { id: saved.id, input });
    await tellOfSaved(ctx, tx, saved);
    await clearScheduledRuns(tx, { deployment_id: saved.id, auto: true, after: ctx.clock.now() });
    await replaceSchedules(ctx, tx, { deploymentId: saved.id, schedules });
    if (input.paused === true) await forgetCovered(tx, saved.id);
    tx.afterCommit(() => ctx.alarm.ring("schedules"));
    return saved;
  });
  return { deployment: await getDeployment(ctx.read, id, ctx.clock.now()), created: before === undefined };
};

/** Job variables are held against the template of the pool that the request names, if it names one. */
const checkVariables = async (
  tx: Tx,
  { work_pool_name: pool, job_variables }: Pick<UpdateDeployment, "work_pool_name" | "job_variables">,
  check: (template: JsonObject, variables: JsonObject) => Promise<void> | void,
): Promise<void> => {
  if (!pool || pool === agentPool) return;
  const { base_job_template } = await getPool(tx, pool);
  if (job_variables) await check(base_job_template, job_variables);
};

/** Refuses blocks there are none of (`conflict`). */
const checkBlocks = async (
  tx: Tx,
  { infrastructure_document_id, storage_document_id }: UpdateDeployment,
  doing: "creating" | "updating",
): Promise<void> => {
  const asked = [["infrastructure", infrastructure_document_id] as const, ["storage", storage_document_id] as const];
  for (const [kind, id] of asked) {
    if (!id || (await tx.selectFrom("block_document").select("id").where("id", "=", id).executeTakeFirst()) !== undefined) continue;
    throw conflict(
      `Error ${doing} deployment. Could not find ${kind} block with id: ${id}. This usually occurs when applying a deployment specification that was built against a different Prefect database / workspace.`,
    );
  }
};

const labelsOf = async (tx: Tx, { flow_id, labels }: CreateDeployment): Promise<Labels> => {
  const flow = await tx.selectFrom("flow").select("labels").where("id", "=", flow_id).executeTakeFirst();
  return { ...flow?.labels, "prefect.flow.id": flow_id, ...labels };
};

interface Upsert {
  readonly input: CreateDeployment;
  readonly columns: Partial<DeploymentTable>;
}

/** What was stored under an id; `before` is what was there already. */
interface Saved {
  readonly id: string;
  readonly before: DescribedDeployment | undefined;
}

/** The row's own lock decides between two that deploy the same name at once. */
const upsert = async (ctx: Context, tx: Tx, { input: { flow_id, name }, columns }: Upsert): Promise<Saved> => {
  const now = ctx.clock.now();
  const row = { ...blankDeployment, ...columns, id: ctx.newId(), created: now, updated: now, flow_id, name };
  const inserted = await tx
    .insertInto("deployment")
    .values(row)
    .onConflict((on) => on.columns(["flow_id", "name"]).doNothing())
    .returning("id")
    .execute();
  if (inserted.length === 1) return { id: row.id, before: undefined };
  const before = await lockByName(tx, flow_id, name);
  await tx
    .updateTable("deployment")
    .set({ ...columns, updated: now })
    .where("id", "=", before.id)
    .execute();
  return { id: before.id, before };
};

const lockByName = async (tx: Tx, flowId: string, name: string): Promise<DescribedDeployment> => {
  const known = tx.selectFrom("deployment").select("id").where("flow_id", "=", flowId).where("name", "=", name);
  const id = (await known.executeTakeFirst())?.id;
  if (id !== undefined) await tx.dialect.lockRow(tx, "deployment", id);
  const [deployment] = id === undefined ? [] : await describeDeployments(tx, [id]);
  if (deployment === undefined) throw conflict(`The deployment "${name}" was deleted while it was deployed. Deploy it again.`);
  return deployment;
};

const tellOfSaved = async (ctx: Context, tx: Tx, { id, before }: Saved): Promise<void> => {
  if (before !== undefined) return tellOfChanges(ctx, tx, before);
  await tellOfDeployments(ctx, tx, { deployments: await describeDeployments(tx, [id]), kind: "created" });
};

const blankDeployment = {
  version: null,
  description: null,
  tags: [],
  labels: {},
  parameters: {},
  parameter_openapi_schema: {},
  enforce_parameter_schema: true,
  pull_steps: [],
  job_variables: {},
  path: null,
  entrypoint: null,
  storage_document_id: null,
  infrastructure_document_id: null,
  work_queue_id: null,
  work_queue_name: null,
  paused: false,
  status: "NOT_READY",
  last_polled: null,
  concurrency_limit_id: null,
  concurrency_options: null,
  created_by: null,
  updated_by: null,
} as const satisfies Omit<DeploymentTable, "id" | "created" | "updated" | "flow_id" | "name">;

/** Changes what a request names of a deployment, and takes back the runs that were scheduled under the old terms. */
export const updateDeployment = async (ctx: Context, id: string, input: UpdateDeployment): Promise<void> => {
  checkLimits(input);
  checkParameterSize(ctx.settings.maxParameterSize, { value: input.parameters });
  const schedules =
    input.schedules && (await prepareSchedules(ctx, { schedules: input.schedules, at: ["body", "schedules"], body: input }));
  const known = ctx.read.selectFrom("deployment").select("id").where("id", "=", id);
  if ((await known.executeTakeFirst()) === undefined) throw noDeployment();
  const parameters = input.parameters ? await fillIn(ctx.read, input.parameters, "Error hydrating deployment parameters") : undefined;
  await ctx.transact((tx) => update(ctx, tx, { id, input: { ...input, parameters }, schedules }));
};

interface Update {
  readonly id: string;
  readonly input: UpdateDeployment;
  readonly schedules: readonly ReadySchedule[] | undefined;
}

const update = async (ctx: Context, tx: Tx, { id, input, schedules }: Update): Promise<void> => {
  await checkVariables(tx, input, checkChangedVariables);
  // A pool is locked before a deployment, as where a deployment is created: two that do both would else wait for each other.
  const queue = await placeInQueue(ctx, tx, input.work_pool_name === null ? {} : input);
  await lockDeployment(tx, id);
  const [row] = await describeDeployments(tx, [id]);
  if (row === undefined) throw noDeployment();
  if (schedules !== undefined) await changeSchedules(ctx, tx, { deploymentId: id, schedules });
  const columns = columnsOf(input);
  checkStoredParameters({ ...row, ...columns });
  await requireLimit(tx, input);
  await checkBlocks(tx, input, "updating");
  const place = input.work_pool_name === null ? { work_queue_id: null, work_queue_name: input.work_queue_name ?? null } : queue;
  const now = ctx.clock.now();
  await tx
    .updateTable("deployment")
    .set({ ...columns, ...place, updated: now })
    .where("id", "=", id)
    .execute();
  await setDeploymentLimit(ctx, tx, { id, input });
  if (input.paused === true) await forgetCovered(tx, id);
  await tellOfChanges(ctx, tx, row);
  await clearScheduledRuns(tx, { deployment_id: id, auto: true, after: now });
  tx.afterCommit(() => ctx.alarm.ring("schedules"));
};

/** Whatever changes a deployment's schedules or makes runs of them does so in turn (server.md §6.5). False when it is gone. */
export const lockDeployment = async (tx: Tx, id: string): Promise<boolean> => {
  await tx.dialect.lockRow(tx, "deployment", id);
  return (await tx.selectFrom("deployment").select("id").where("id", "=", id).executeTakeFirst()) !== undefined;
};

const noDeployment = () => notFound("Deployment not found.");

/** Parameters have to fit whenever anything changes; what is still missing, a run may give (server.md §5.5). */
const checkStoredParameters = (row: DeploymentTable): void => {
  if (!row.enforce_parameter_schema) return;
  const problem = findSchemaProblem(row.parameters, row.parameter_openapi_schema, { ignoreRequired: true });
  if (problem === undefined) return;
  throw problem.kind === "circular" ? invalid(problem.message) : conflict(`Error updating deployment: ${problem.message}`);
};
