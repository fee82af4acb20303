/** Storing one deployment (workers.md §20): steps, placeholders, the deployment itself, its triggers. */
import { basename, resolve } from "node:path";
import { isClientError } from "@millrace/client";
import type { Deployment, Json, JsonObject, WorkPool } from "@millrace/contract";
import type { DeploymentBody } from "@millrace/sdk/deploying";
import { type CommandContext, CommandError } from "../command.ts";
import { isObject } from "../files.ts";
import { orMissing } from "../missing.ts";
import { type Actions, listSteps } from "./prefect-file.ts";
import { type FoundFlow, readFlow } from "./read-flow.ts";
import { fillOutputs, resolveEntry } from "./resolve-entry.ts";
import { printSchedules } from "./schedules.ts";
import { fillTriggers } from "./triggers.ts";

export interface Order {
  /** As the file and the command line have it. */
  readonly entry: JsonObject;
  readonly actions: Actions;
  /** What the command line gives in place of what steps give. */
  readonly overrides: JsonObject;
  /** Triggers of the command line, in place of the entry's. */
  readonly triggers: readonly JsonObject[];
}

export interface Deployed {
  readonly deployment: Deployment;
  readonly flow: FoundFlow;
  readonly pool: WorkPool;
}

type Version = Pick<DeploymentBody, "version" | "version_info">;

const textAt = (entry: JsonObject, key: string): string | undefined => {
  const value = entry[key];
  return typeof value === "string" && value !== "" ? value : undefined;
};
const objectAt = (entry: JsonObject, key: string): JsonObject => {
  const value = entry[key];
  return isObject(value) ? value : {};
};

/** Steps of the entry, which replace those at the top of the file. */
const stepsOf = ({ entry, actions }: Order, when: "build" | "push"): readonly JsonObject[] =>
  (when in entry ? listSteps(entry[when]) : actions[when]) ?? [];

const isEmptyList = (value: Json | undefined): boolean => Array.isArray(value) && value.length === 0;

const dockerBuild = /(^|\.)build_docker_image$/;

/** Where the code of a run is, unless the file says so: here, or where images have it. */
const defaultPull = ({ say, host }: CommandContext, order: Order): readonly JsonObject[] => {
  const directory = (path: string): readonly JsonObject[] => [{ "prefect.deployments.steps.set_working_directory": { directory: path } }];
  const built = stepsOf(order, "build")
    .flatMap((step) => Object.entries(step))
    .some(([name]) => dockerBuild.test(name));
  if (built) return directory(`/opt/prefect/${basename(host.cwd)}`);
  const { image } = objectAt(objectAt(order.entry, "work_pool"), "job_variables");
  if (image === undefined || image === null || image === "") return directory(resolve(host.cwd));
  say.warn("The flow's code is taken to be in /opt/prefect of the image. If it is elsewhere, add a pull step set_working_directory.");
  return directory("/opt/prefect");
};

const pullSteps = (context: CommandContext, order: Order): readonly JsonObject[] => {
  const own = listSteps(order.entry.pull);
  if (own !== undefined) return own;
  const written = isEmptyList(order.entry.pull) ? [] : order.actions.pull;
  return written ?? defaultPull(context, order);
};

const runActions = async (context: CommandContext, order: Order, name: string): Promise<JsonObject> => {
  const { host, say, connect } = context;
  let outputs: JsonObject = {};
  for (const when of ["build", "push"] as const) {
    const steps = stepsOf(order, when);
    if (steps.length === 0) continue;
    const { runSteps } = await import("@millrace/sdk/deploying");
    const result = await runSteps({
      client: await connect(),
      steps,
      outputs,
      what: `the ${when} step`,
      deployment: name,
      cwd: host.cwd,
      env: { ...host.env },
      log: say.line,
      onStart: (step) => say.line(`Running the ${when} step ${step.name.split(".").at(-1) ?? step.name}`),
    });
    ({ outputs } = result);
  }
  return { ...outputs, ...order.overrides };
};

const getPool = async ({ connect }: CommandContext, name: string): Promise<WorkPool> => {
  const client = await connect();
  const pool = await orMissing(
    client.workPools.get({ name }),
    `There is no work pool "${name}", so that no worker would carry out the runs.\nCreate it with: millrace work-pool create ${name} --type process`,
  );
  if (pool.type !== "prefect-agent") return pool;
  throw new CommandError(`The work pool "${name}" is of the type "prefect-agent", which no worker takes runs from. Name another one.`);
};

const listTags = (tags: Json | undefined): readonly string[] =>
  Array.isArray(tags) ? tags.map(String) : typeof tags === "string" ? [tags] : [];

const limitOf = ({ concurrency_limit: given }: JsonObject): Pick<DeploymentBody, "concurrency_limit" | "concurrency_options"> => {
  if (!isObject(given)) return { concurrency_limit: typeof given === "number" ? given : null, concurrency_options: null };
  const { limit, collision_strategy, grace_period_seconds } = given;
  const strategy = collision_strategy === "CANCEL_NEW" ? "CANCEL_NEW" : "ENQUEUE";
  const grace = typeof grace_period_seconds === "number" ? { grace_period_seconds } : {};
  return { concurrency_limit: typeof limit === "number" ? limit : null, concurrency_options: { collision_strategy: strategy, ...grace } };
};

const versionOf = async ({ host }: CommandContext, entry: JsonObject, flow: FoundFlow): Promise<Version> => {
  const { findCommit, printVersion, readVersionType } = await import("@millrace/sdk/deploying");
  const named = textAt(entry, "version_type");
  const type = named === undefined ? undefined : readVersionType(named);
  const given = textAt(entry, "version") ?? flow.version;
  return printVersion({ given, commit: await findCommit({ type, cwd: host.cwd, env: host.env }), otherwise: flow.hash });
};

const bodyOf = (entry: JsonObject, flow: FoundFlow, pull: readonly JsonObject[]): Omit<DeploymentBody, keyof Version> => {
  const pool = objectAt(entry, "work_pool");
  const schedules = printSchedules(Array.isArray(entry.schedules) ? entry.schedules.filter(isObject) : []);
  return {
    ...limitOf(entry),
    // A list without schedules leaves those of an earlier deploy alone.
    ...(schedules.length === 0 ? {} : { schedules }),
    description: textAt(entry, "description") ?? flow.description,
    tags: listTags(entry.tags),
    paused: entry.paused === true,
    parameters: objectAt(entry, "parameters"),
    parameter_openapi_schema: flow.parameterSchema,
    enforce_parameter_schema: entry.enforce_parameter_schema !== false,
    entrypoint: textAt(entry, "entrypoint") ?? null,
    path: null,
    pull_steps: pull,
    work_pool_name: textAt(pool, "name") ?? null,
    work_queue_name: textAt(pool, "work_queue_name") ?? null,
    job_variables: objectAt(pool, "job_variables"),
  };
};

/** What the server refuses is about the values given, so its own words are the message. */
const refusalOf =
  (deployment: string) =>
  (error: unknown): never => {
    if (isClientError(error) && (error.status === 409 || error.status === 422))
      throw new CommandError(`The server refused the deployment ${deployment}: ${error.detail}`, { cause: error });
    throw error;
  };

/** Runs the steps of a deployment and stores it. Throws `CommandError` or `LoadError`. */
export const deployEntry = async (context: CommandContext, order: Order): Promise<Deployed> => {
  const entry = await resolveEntry(context, order.entry);
  const entrypoint = textAt(entry, "entrypoint");
  const name = textAt(entry, "name");
  if (entrypoint === undefined)
    throw new CommandError("A deployment needs an entrypoint. Give it after deploy, such as flows.ts:crawl, or in the file.");
  if (name === undefined) throw new CommandError("A deployment needs a name. Give it with --name NAME, or in the file.");
  const poolName = textAt(objectAt(entry, "work_pool"), "name");
  if (poolName === undefined) throw new CommandError("A deployment needs a work pool. Name it with --pool NAME, or in the file.");
  const flow = await context.say.during(`Reading ${entrypoint}`, readFlow(context, entrypoint));
  const pool = await getPool(context, poolName);
  const pull = pullSteps(context, { ...order, entry });
  const outputs = await runActions(context, { ...order, entry }, name);
  const { fillPlaceholders, replaceTriggers, storeDeployment } = await import("@millrace/sdk/deploying");
  const filled = await fillOutputs(context, entry, outputs);
  // Placeholders in pull steps that nothing is known for yet are filled when a run starts.
  const filledPull = fillPlaceholders([...pull], outputs, { keepsMissing: true, env: context.host.env });
  const version = await versionOf(context, filled, flow);
  const client = await context.connect();
  const refusal = refusalOf(`${flow.name}/${name}`);
  const deployment = await storeDeployment(client, {
    flowName: flow.name,
    name,
    body: { ...bodyOf(filled, flow, Array.isArray(filledPull) ? filledPull.filter(isObject) : []), ...version },
    findFlowId: async () => (await client.flows.create({ body: { name: flow.name } })).id,
  }).catch(refusal);
  const triggers = order.triggers.length > 0 ? order.triggers : Array.isArray(entry.triggers) ? entry.triggers.filter(isObject) : [];
  const filledTriggers = await fillTriggers(triggers, { client, outputs, env: context.host.env });
  await replaceTriggers(client, deployment, filledTriggers).catch(refusal);
  return { deployment, flow, pool };
};
