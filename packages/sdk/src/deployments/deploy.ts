import { isClientError } from "@millrace/client";
import type { Deployment, JsonObject, WorkPool } from "@millrace/contract";
import { whereWeAre } from "@millrace/settings";
import { aText, checkOptions, type TakesOf } from "../definitions/check-options.ts";
import type { FlowDefinition } from "../definitions/flow-options.ts";
import { isLoading } from "../definitions/flow-registry.ts";
import { UsageError } from "../errors.ts";
import { withSession } from "../session/current-session.ts";
import type { Session } from "../session/session.ts";
import { isObject } from "../templating/placeholders.ts";
import { applyDeployment } from "./apply-deployment.ts";
import {
  type CodeSource,
  checkDeployment,
  type DeploymentOptions,
  type DeploymentPlan,
  isDeploymentPlan,
  planDeployment,
} from "./plan-deployment.ts";

export interface DeployOptions {
  /** The pool whose workers carry out the runs; the setting for it unless given. */
  readonly workPool?: string | undefined;
  readonly workQueue?: string | undefined;
  /** Image that has the code in it. Without one a run finds the code in this directory, or where its source says. */
  readonly image?: string | undefined;
}

const deployTakes: TakesOf<DeployOptions> = { workPool: aText, workQueue: aText, image: aText };

type DeployArgs = readonly [...DeploymentPlan[], DeploymentPlan | DeployOptions];

const getPool = async ({ client }: Session, name: string): Promise<WorkPool> => {
  try {
    return await client.workPools.get({ name });
  } catch (error) {
    if (!isClientError(error, "not-found")) throw error;
    throw new UsageError(`There is no work pool "${name}". Create it with: millrace work-pool create ${name} --type process`, {
      cause: error,
    });
  }
};

/** Whether runs of the pool can be told which image they get. */
const takesImages = ({ base_job_template: { variables } }: WorkPool): boolean =>
  isObject(variables) && isObject(variables.properties) && "image" in variables.properties;

const pullSteps = (plan: DeploymentPlan, image: string | undefined): readonly JsonObject[] => {
  if (plan.source !== undefined) return plan.source.steps;
  return image === undefined ? [{ "prefect.deployments.steps.set_working_directory": { directory: whereWeAre().cwd } }] : [];
};

const deployAll = async (session: Session, plans: readonly DeploymentPlan[], options: DeployOptions): Promise<readonly Deployment[]> => {
  const { image, workQueue } = options;
  const name = options.workPool ?? session.settings.deploymentsDefaultWorkPoolName;
  if (name === undefined) throw new UsageError('A deployment needs a work pool. Name it, such as { workPool: "here" }.');
  const pool = await getPool(session, name);
  if (image !== undefined && !takesImages(pool)) {
    throw new UsageError(`The work pool "${name}" of the type ${pool.type} takes no image. Name another pool, or leave the image out.`);
  }
  const deployed: Deployment[] = [];
  for (const plan of plans) {
    const jobVariables = image === undefined ? plan.jobVariables : { ...plan.jobVariables, image };
    const place = { work_pool_name: name, work_queue_name: workQueue ?? null, path: null, pull_steps: pullSteps(plan, image) };
    deployed.push(await applyDeployment(session, { ...plan, jobVariables }, place));
    session.print(`Deployed ${plan.definition.name}/${plan.name}.`);
  }
  session.print(`Workers of the pool carry out the runs: millrace worker start --pool ${name}`);
  return deployed;
};

/**
 * Stores deployments whose runs the workers of a pool carry out: `await deploy(a, b, { workPool: "here" })`. Does nothing while the file
 * is only loaded for its flows. Throws a `UsageError` when there is no such pool.
 */
export const deploy = async (...args: DeployArgs): Promise<readonly Deployment[]> => {
  const last = args.at(-1);
  const hasOptions = last !== undefined && !isDeploymentPlan(last);
  const plans: readonly unknown[] = hasOptions ? args.slice(0, -1) : args;
  if (plans.length === 0 || !plans.every(isDeploymentPlan)) {
    throw new UsageError('deploy takes deployments, such as deploy(crawl.toDeployment({ name: "nightly" }), { workPool: "here" }).');
  }
  const options = hasOptions ? last : {};
  checkOptions("deploy", options, deployTakes);
  if (isLoading()) return [];
  return withSession((session) => deployAll(session, plans, options));
};

/** The same for one flow, all options in one object. */
export const deployFlow = async (
  definition: FlowDefinition,
  options: DeploymentOptions & DeployOptions,
  source?: CodeSource,
): Promise<Deployment | undefined> => {
  checkDeployment(options, deployTakes);
  const { workPool, workQueue, image, ...plan } = options;
  return (await deploy(planDeployment(definition, plan, source), { workPool, workQueue, image }))[0];
};
