import type { Deployment, Json, JsonObject } from "@millrace/contract";
import { fillPlaceholders, isObject, printValue } from "@millrace/sdk/supervision";
import { JobError, type JobSpec } from "../kinds/kind.ts";
import type { Job, Worker } from "../worker.ts";
import { configureJob } from "./job-variables.ts";

/** Values as the environment holds them; null leaves a variable out. */
const texts = (value: Json | undefined, field: string): Record<string, string> => {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw new JobError(`The job's "${field}" is ${JSON.stringify(value)}; it takes names with values.`);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]): [string, string][] => (one === null ? [] : [[name, printValue(one)]])),
  );
};

const optionalText = (value: Json | undefined): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

const standardEnv = ({ identity, session, settingsEnv }: Worker, { run, deployment }: Job, flowName: string): Record<string, string> => ({
  ...settingsEnv,
  PREFECT_API_URL: session.client.url,
  PREFECT__FLOW_RUN_ID: run.id,
  PREFECT__WORKER_NAME: identity.name,
  PREFECT__FLOW_ID: run.flow_id,
  PREFECT__FLOW_NAME: flowName,
  ...(deployment === undefined ? {} : { PREFECT__DEPLOYMENT_ID: deployment.id, PREFECT__DEPLOYMENT_NAME: deployment.name }),
});

const deploymentLabels = ({ id, name, updated }: Deployment): Record<string, string> => ({
  "prefect.io/deployment-id": id,
  "prefect.io/deployment-name": name,
  ...(updated === null ? {} : { "prefect.io/deployment-updated": updated }),
});

const standardLabels = ({ identity, pool }: Worker, { run, deployment }: Job, flowName: string): Record<string, string> => ({
  "prefect.io/flow-run-id": run.id,
  "prefect.io/flow-run-name": run.name,
  "prefect.io/version": "3",
  ...(pool === undefined ? {} : { "prefect.io/work-pool-name": pool.name, "prefect.io/work-pool-id": pool.id }),
  "prefect.io/worker-name": identity.name,
  "prefect.io/flow-id": run.flow_id,
  "prefect.io/flow-name": flowName,
  ...(deployment === undefined ? {} : deploymentLabels(deployment)),
});

/** The configured name may speak of the run and its flow (workers.md §6). */
const nameOf = (value: Json | undefined, { run }: Job, flowName: string): string => {
  const ctx: JsonObject = { flow: { id: run.flow_id, name: flowName }, flow_run: JSON.parse(JSON.stringify(run)) as JsonObject };
  return optionalText(fillPlaceholders(value ?? null, { ctx })) ?? run.name;
};

/** Everything a run's infrastructure is made of. Throws a `JobError` or a `MissingReference` that says what is wrong. */
export const specifyJob = async (worker: Worker, job: Job, flowName: string): Promise<JobSpec> => {
  const layers = { deployment: job.deployment?.job_variables ?? {}, run: job.run.job_variables ?? {} };
  const template = worker.pool?.base_job_template ?? worker.kind.template;
  const configuration = await configureJob(worker.session.client, template, layers);
  return {
    run: { ...job.run, work_pool_id: worker.pool?.id ?? null, work_pool_name: worker.pool?.name ?? null },
    deployment: job.deployment,
    configuration,
    name: nameOf(configuration.name, job, flowName),
    env: { ...standardEnv(worker, job, flowName), ...texts(configuration.env, "env") },
    labels: { ...standardLabels(worker, job, flowName), ...texts(configuration.labels, "labels") },
    command: optionalText(configuration.command),
  };
};
