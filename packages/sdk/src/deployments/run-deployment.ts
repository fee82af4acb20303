import { type Deployment, type FlowRun, fromMicros, type JsonObject } from "@millrace/contract";
import { type Context, currentContext } from "../context.ts";
import { aDuration, aFlag, anObject, aText, checkOptions, type TakesOf, texts } from "../definitions/check-options.ts";
import { type Duration, toSeconds } from "../definitions/duration.ts";
import { slugOf } from "../definitions/names.ts";
import { awaitEnd } from "../engine/await-end.ts";
import { printParameters } from "../engine/given-parameters.ts";
import { readOutcome } from "../engine/read-outcome.ts";
import { RunTimeout, UsageError } from "../errors.ts";
import type { Flow } from "../flow.ts";
import { findDependencies, resolveValue } from "../futures/dependencies.ts";
import type { Outcome } from "../futures/pending.ts";
import { withSession } from "../session/current-session.ts";
import type { Session } from "../session/session.ts";

/** Flows by the name of their deployment. A generated file fills it in, so that `deployment("crawl/prod")` knows its types. */
// biome-ignore lint/suspicious/noEmptyInterface: it is there to be merged with.
export interface Deployments {}

type ParametersOf<F> = F extends Flow<infer P, unknown> ? P : Readonly<Record<string, unknown>>;
type ResultOf<F> = F extends Flow<never, infer R> ? R : unknown;

export interface RunDeploymentOptions<P = Readonly<Record<string, unknown>>> {
  readonly parameters?: Partial<P> | undefined;
  /** Time to wait for the end; no bound unless given. Awaiting then throws a `RunTimeout`, and the run goes on. */
  readonly timeout?: Duration | undefined;
  /** When it is due, in ISO 8601; now unless given. */
  readonly scheduledTime?: string | undefined;
  /** Time between two looks at the run; five seconds unless given. */
  readonly pollInterval?: Duration | undefined;
  readonly name?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  /** Asks for a run once: another call with this key gets the same run. */
  readonly idempotencyKey?: string | undefined;
  readonly jobVariables?: JsonObject | undefined;
  /** False keeps the run out of the graph of the flow that asks for it. */
  readonly asSubflow?: boolean | undefined;
}

const runTakes: TakesOf<RunDeploymentOptions> = {
  parameters: anObject,
  timeout: aDuration,
  scheduledTime: aText,
  pollInterval: aDuration,
  name: aText,
  tags: texts,
  idempotencyKey: aText,
  jobVariables: anObject,
  asSubflow: aFlag,
};

/** A run of a deployment. Awaiting it gives the result once it has ended, or throws why there is none. */
export interface DeploymentRun<R> extends PromiseLike<R> {
  /** The run as it was created; awaiting this alone starts it and goes on. */
  readonly created: Promise<FlowRun>;
  readonly outcome: () => Promise<Outcome<R>>;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const findDeployment = ({ client }: Session, name: string): Promise<Deployment> => {
  if (uuid.test(name)) return client.deployments.get({ id: name });
  const [flow_name, deployment_name, ...rest] = name.split("/");
  if (flow_name && deployment_name && rest.length === 0) return client.deployments.getByName({ flow_name, deployment_name });
  throw new UsageError(`"${name}" names no deployment; write flow and deployment, such as "crawl/nightly", or its id.`);
};

interface Asked {
  readonly session: Session;
  readonly context: Context;
  readonly name: string;
  readonly options: RunDeploymentOptions;
}

/** The run that stands for it in the graph of the flow that asks (sdk.md §21). */
const trackRun = async ({ session, context, name, options }: Asked, deployment: Deployment): Promise<string | null> => {
  const { flow, task } = context;
  if (flow === undefined || options.asSubflow === false) return null;
  const { inputs } = findDependencies(Object.entries(options.parameters ?? {}), [], flow.provenance);
  const tracking = await session.client.taskRuns.create({
    body: {
      name: null,
      flow_run_id: flow.info().id,
      task_key: `prefect.deployments.flow_runs.run_deployment.${slugOf(name)}`,
      dynamic_key: task === undefined ? flow.nextSubflowKey(`deployment ${name}`) : session.world.randomId(),
      task_version: deployment.version,
      state: { type: "PENDING", name: "Pending", message: null, data: null },
      task_inputs: inputs,
    },
  });
  return tracking.id;
};

const createRun = async (asked: Asked): Promise<FlowRun> => {
  const { session, name, options, context } = asked;
  const deployment = await findDeployment(session, name);
  const parent_task_run_id = await trackRun(asked, deployment);
  const scheduled_time = options.scheduledTime ?? fromMicros(session.world.nowMicros());
  const parameters = (await resolveValue({ ...options.parameters })) as Readonly<Record<string, unknown>>;
  return session.client.deployments.createFlowRun({
    id: deployment.id,
    body: {
      name: options.name ?? null,
      parameters: printParameters(parameters),
      state: { type: "SCHEDULED", name: "Scheduled", message: null, data: null, state_details: { scheduled_time } },
      tags: [...new Set([...(options.tags ?? []), ...context.tags])],
      idempotency_key: options.idempotencyKey ?? null,
      parent_task_run_id,
      job_variables: options.jobVariables ?? {},
    },
  });
};

const waitForEnd = async ({ session: { world, client }, context, options }: Asked, run: FlowRun): Promise<Outcome<unknown>> => {
  const deadline = options.timeout === undefined ? undefined : world.nowMicros() + toSeconds(options.timeout) * 1_000_000;
  const ended = await awaitEnd({
    world,
    look: () => client.flowRuns.get({ id: run.id }),
    interval: toSeconds(options.pollInterval ?? "5s"),
    deadline,
    signal: context.task?.signal() ?? context.flow?.signal,
  });
  if (ended === undefined) throw new RunTimeout(`The run ${run.name} (${run.id}) did not end in time; it goes on.`);
  return readOutcome(ended);
};

/**
 * Starts a run of a deployment, `runDeployment<typeof crawl>("crawl/prod", { parameters })`. Await it for the result, or `created` for
 * the run alone. Inside a flow it belongs to that flow's graph, unless told otherwise.
 */
export const runDeployment = <F = unknown>(
  name: string,
  options: RunDeploymentOptions<ParametersOf<F>> = {},
): DeploymentRun<ResultOf<F>> => {
  checkOptions("runDeployment", options, runTakes);
  const context = currentContext();
  const created = Promise.withResolvers<FlowRun>();
  created.promise.catch(() => {});
  const ended = withSession(async (session) => {
    const asked: Asked = { session, context, name, options };
    try {
      created.resolve(await createRun(asked));
    } catch (error) {
      created.reject(error);
      throw error;
    }
    return asked;
  });
  ended.catch(() => {});
  const outcome = async (): Promise<Outcome<ResultOf<F>>> => {
    const asked = await ended;
    return (await waitForEnd(asked, await created.promise)) as Outcome<ResultOf<F>>;
  };
  const result = async (): Promise<ResultOf<F>> => {
    const end = await outcome();
    if (end.ok) return end.value;
    throw end.error;
  };
  return {
    created: created.promise,
    outcome,
    // biome-ignore lint/suspicious/noThenProperty: a run is awaitable by design.
    then: (onValue, onError) => result().then(onValue, onError),
  };
};

/** A deployment as a function of its parameters: `await deployment("crawl/prod")({ urls })`. */
export const deployment =
  <N extends keyof Deployments & string>(name: N) =>
  (
    parameters: ParametersOf<Deployments[N]>,
    options: Omit<RunDeploymentOptions, "parameters"> = {},
  ): DeploymentRun<ResultOf<Deployments[N]>> =>
    runDeployment<Deployments[N]>(name, { ...options, parameters } as RunDeploymentOptions<ParametersOf<Deployments[N]>>);
