import type { Deployment } from "@millrace/contract";
import { whereWeAre } from "@millrace/settings";
import { parameterSchema } from "../definitions/parameter-schema.ts";
import { findFlowId } from "../engine/create-flow-run.ts";
import type { Session } from "../session/session.ts";
import type { DeploymentPlan } from "./plan-deployment.ts";
import { type DeploymentBody, storeDeployment } from "./store-deployment.ts";
import { replaceTriggers } from "./triggers.ts";
import { findCommit, printVersion } from "./version-info.ts";

/** Where its runs are carried out and where their code comes from. */
export type DeploymentPlace = Pick<DeploymentBody, "work_pool_name" | "work_queue_name" | "path" | "pull_steps">;

// A served deployment belongs to no pool, also when it did before (workers.md §17).
const here: DeploymentPlace = { work_queue_name: null, work_pool_name: null, path: "." };

const bodyOf = (plan: DeploymentPlan, place: DeploymentPlace): Omit<DeploymentBody, "version" | "version_info"> => ({
  description: plan.description,
  parameters: plan.parameters,
  tags: plan.tags,
  paused: plan.paused,
  schedules: plan.schedules,
  concurrency_limit: plan.concurrencyLimit,
  concurrency_options: plan.concurrencyOptions,
  enforce_parameter_schema: plan.enforceParameterSchema,
  parameter_openapi_schema: parameterSchema(plan.definition),
  job_variables: plan.jobVariables,
  entrypoint: plan.entrypoint,
  ...place,
});

/** Stores a planned deployment, or brings the one of this name up to date; it is served unless it has another place. */
export const applyDeployment = async (session: Session, plan: DeploymentPlan, place: DeploymentPlace = here): Promise<Deployment> => {
  const { source, version: given, versionType: type } = plan;
  const commit = source === undefined ? await findCommit({ type, ...whereWeAre() }) : source.commit;
  const deployment = await storeDeployment(session.client, {
    flowName: plan.definition.name,
    name: plan.name,
    body: { ...bodyOf(plan, place), ...printVersion({ given, commit }) },
    findFlowId: () => findFlowId(session, plan.definition.name),
  });
  await replaceTriggers(session.client, deployment, plan.triggers);
  return deployment;
};
