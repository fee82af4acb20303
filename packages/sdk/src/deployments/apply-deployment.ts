import { isClientError } from "@millrace/client";
import type { Deployment } from "@millrace/contract";
import { parameterSchema } from "../definitions/parameter-schema.ts";
import { findFlowId } from "../engine/create-flow-run.ts";
import type { Session } from "../session/session.ts";
import type { DeploymentPlan } from "./plan-deployment.ts";

const find = async ({ client }: Session, flow_name: string, deployment_name: string): Promise<Deployment | undefined> => {
  try {
    return await client.deployments.getByName({ flow_name, deployment_name });
  } catch (error) {
    if (isClientError(error, "not-found")) return undefined;
    throw error;
  }
};

const settable = (plan: DeploymentPlan) => ({
  description: plan.description,
  version: plan.version,
  parameters: plan.parameters,
  tags: plan.tags,
  paused: plan.paused,
  schedules: plan.schedules,
  concurrency_limit: plan.concurrencyLimit,
  concurrency_options: plan.concurrencyOptions,
  enforce_parameter_schema: plan.enforceParameterSchema,
  parameter_openapi_schema: parameterSchema(plan.definition),
  job_variables: plan.jobVariables,
  // A served deployment belongs to no pool, also when it did before (workers.md §17).
  work_queue_name: null,
  work_pool_name: null,
  path: ".",
  entrypoint: plan.entrypoint,
});

/** Stores a deployment, or brings the one of this name up to date (sdk.md §21). */
export const applyDeployment = async (session: Session, plan: DeploymentPlan): Promise<Deployment> => {
  const { client } = session;
  const known = await find(session, plan.definition.name, plan.name);
  if (known === undefined) {
    const flow_id = await findFlowId(session, plan.definition.name);
    return client.deployments.create({ body: { name: plan.name, flow_id, ...settable(plan) } });
  }
  await client.deployments.update({ id: known.id, body: settable(plan) });
  return client.deployments.get({ id: known.id });
};
