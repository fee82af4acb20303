import type { CreateDeploymentFlowRun, CreatedBy, CreatedFlowRun, Deployment, FlowRun, JsonObject, StateCreate } from "@millrace/contract";
import { noDetails } from "@millrace/contract";
import type { Caller, Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import { badRequest, conflict, DomainError, invalid } from "../../errors.ts";
import { findSchemaProblem } from "../../wire/json-schema/validate.ts";
import { checkParameterSize } from "../../wire/parameter-size.ts";
import { createFlowRunIn } from "../flow-runs/create-run.ts";
import { type FlowRunRow, toFlowRun } from "../flow-runs/flow-run-rows.ts";
import { getFlowRun } from "../flow-runs/queries.ts";
import { checkRunVariables } from "../work-pools/check-job-variables.ts";
import { fillIn } from "./fill-in.ts";
import { placeInQueue } from "./place-in-queue.ts";
import { getDeployment } from "./queries.ts";

const mostAtOnce = 100;
const scheduled: StateCreate = { type: "SCHEDULED", name: null, message: null, data: null, state_details: noDetails };

/** How what is wrong with parameters is announced; the rest of the message is the same everywhere. */
interface Wording {
  readonly mismatch: string;
  readonly circular?: string;
  readonly noPool: string;
  /** Before what is wrong with a placeholder. */
  readonly unfilled?: string;
}

const ofOneRun = { mismatch: "Error creating flow run", unfilled: "Error hydrating flow run parameters" } as const;

/** Creates a run of a deployment, or finds the one that has its idempotency key. `created` tells which (server.md §5.5). */
export const createDeploymentRun = async (
  ctx: Context,
  id: string,
  { input, caller }: { input: CreateDeploymentFlowRun; caller: Caller },
): Promise<{ run: FlowRun; created: boolean }> => {
  checkParameterSize(ctx.settings.maxParameterSize, { value: input.parameters });
  const deployment = await getDeployment(ctx.read, id, ctx.clock.now());
  const noPool = `Cannot create flow run in work queue ${input.work_queue_name} because deployment ${id} is not associated with a work pool. Please remove work_pool_name and try again.`;
  const made = await createRun(ctx, { deployment, input, caller, wording: { ...ofOneRun, noPool } });
  return {
    run: made.row === undefined ? await getFlowRun(ctx, made.id) : toFlowRun(made.row, ctx.clock.now()),
    created: made.row !== undefined,
  };
};

/** Creates many runs, one after the other; what is wrong with one is told in its place and stops no other. */
export const createDeploymentRuns = async (
  ctx: Context,
  id: string,
  { inputs, caller }: { inputs: readonly CreateDeploymentFlowRun[]; caller: Caller },
): Promise<CreatedFlowRun[]> => {
  for (const [index, { parameters }] of inputs.entries()) {
    checkParameterSize(ctx.settings.maxParameterSize, { value: parameters, at: [index, "parameters"] });
  }
  if (inputs.length > mostAtOnce) throw badRequest(`Cannot create more than ${mostAtOnce} flow runs at once.`);
  const deployment = await getDeployment(ctx.read, id, ctx.clock.now());
  const results: CreatedFlowRun[] = [];
  for (const input of inputs) {
    const noPool = `Cannot create flow run in work queue ${input.work_queue_name} because deployment is not associated with a work pool.`;
    const wording = { mismatch: "Parameter validation failed", circular: "Invalid schema: circular references detected.", noPool };
    results.push(await attempt(ctx, () => createRun(ctx, { deployment, input, caller, wording })));
  }
  return results;
};

const unstorable = {
  value: "The database cannot store a value of this run, such as a NUL character.",
  "too-long": "A text of this run is too long for the database to find it again, as it has to for names, tags and keys.",
} as const;

const attempt = async (ctx: Context, create: () => Promise<{ id: string }>): Promise<CreatedFlowRun> => {
  try {
    return { flow_run_id: (await create()).id, status: "CREATED", error: null };
  } catch (error) {
    if (error instanceof DomainError) return { flow_run_id: null, status: "FAILED", error: error.message };
    const refusal = ctx.db.dialect.refusal(error);
    if (refusal === "value" || refusal === "too-long") return { flow_run_id: null, status: "FAILED", error: unstorable[refusal] };
    ctx.log.error({ err: error }, "A run of a bulk request could not be created.");
    return { flow_run_id: null, status: "FAILED", error: "The run could not be stored; the server's log says why." };
  }
};

interface NewRun {
  readonly deployment: Deployment;
  readonly input: CreateDeploymentFlowRun;
  readonly caller: Caller;
  readonly wording: Wording;
  /** Who makes it, where it is neither the caller nor its automation. */
  readonly created_by?: CreatedBy;
}

/** Stores a run, or finds the one that has its idempotency key, which then has no row here. */
export type StoreRun = (tx: Tx) => Promise<{ readonly id: string; readonly row?: FlowRunRow }>;

const createRun = async (ctx: Context, run: NewRun): Promise<{ id: string; row?: FlowRunRow }> => ctx.transact(await prepareRun(ctx, run));

/** Checks a run and fills it in before the transaction that stores it, as that may take longer. Throws `DomainError`s. */
export const prepareRun = async (ctx: Context, { deployment, input, caller, wording, created_by }: NewRun): Promise<StoreRun> => {
  const { enforce_parameter_schema: enforced, labels, work_queue_name: queue, ...rest } = input;
  const parameters = await fillIn(ctx.read, { ...deployment.parameters, ...input.parameters }, wording.unfilled);
  if (enforced ?? deployment.enforce_parameter_schema) checkFit(parameters, deployment, wording);
  const pool = deployment.work_pool_name;
  if (queue && pool === null) throw badRequest(wording.noPool);
  const layers = [deployment.job_variables, input.job_variables ?? {}];
  await checkRunVariables(ctx, ctx.read, { queueId: deployment.work_queue_id, layers, failed: "Error creating flow run" });
  const { automation } = caller;
  const run = {
    ...rest,
    parameters,
    state: input.state ?? scheduled,
    tags: [...new Set([...deployment.tags, ...input.tags])],
    labels: { ...deployment.labels, ...labels },
    infrastructure_document_id: input.infrastructure_document_id ?? deployment.infrastructure_document_id,
    flow_id: deployment.flow_id,
    flow_version: null,
    deployment_id: deployment.id,
    deployment_version: deployment.version,
    work_queue_name: queue || deployment.work_queue_name,
    created_by: created_by ?? (automation === null ? null : { id: automation.id, type: "AUTOMATION", display_value: automation.name }),
  };
  return async (tx: Tx) => {
    const own = queue ? await placeInQueue(ctx, tx, { work_pool_name: pool, work_queue_name: queue }) : undefined;
    return createFlowRunIn(ctx, tx, { input: { ...run, work_queue_id: deployment.work_queue_id, ...own }, caller });
  };
};

const checkFit = (parameters: JsonObject, { parameter_openapi_schema: schema }: Deployment, wording: Wording): void => {
  const problem = findSchemaProblem(parameters, schema ?? {});
  if (problem === undefined) return;
  if (problem.kind === "circular") throw invalid(wording.circular ?? problem.message);
  throw conflict(`${wording.mismatch}: ${problem.message}`);
};
