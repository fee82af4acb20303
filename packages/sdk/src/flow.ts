import type { Deployment } from "@millrace/contract";
import { findCallerFile } from "./definitions/caller-file.ts";
import { type AnyFlowOptions, defineFlow, type FlowChanges, type FlowDefinition, type FlowOptions } from "./definitions/flow-options.ts";
import { registerFlow } from "./definitions/flow-registry.ts";
import { mergeOptions } from "./definitions/merge-options.ts";
import type { GivenParameters } from "./definitions/parse-parameters.ts";
import type { InputOf, OutputOf, StandardSchema } from "./definitions/standard-schema.ts";
import { type DeployOptions, deployFlow } from "./deployments/deploy.ts";
import { type DeploymentOptions, type DeploymentPlan, planDeployment } from "./deployments/plan-deployment.ts";
import { runFlow } from "./engine/run-flow.ts";
import { UsageError } from "./errors.ts";
import type { Outcome, Pending, RunList } from "./futures/pending.ts";
import { withSession } from "./session/current-session.ts";
import type { Arg, Result } from "./task.ts";

/** Parameters as a caller may give them: values, or futures of them. */
export type Given<P> = { [K in keyof P]: Arg<P[K]> };
type FlowArgs<P> = object extends P ? [parameters?: Given<P>] : [parameters: Given<P>];

type Landed<T> = T extends RunList<infer Item> ? Item[] : T extends Pending<infer Value> ? Value : T;
type HasPending<R> = true extends { [K in keyof R]: R[K] extends PromiseLike<unknown> ? true : false }[keyof R] ? true : false;
/** A flow's result: futures in it have become their values. */
export type FlowResult<R> = R extends object ? (HasPending<R> extends true ? { [K in keyof R]: Landed<R[K]> } : R) : R;

/** A function that runs as a flow. Called inside another flow it runs as a subflow. */
export interface Flow<P, R> {
  (...args: FlowArgs<P>): Promise<R>;
  readonly name: string;
  /** The function itself, without any engine. */
  readonly fn: (parameters: never) => unknown;
  /** Runs it and tells how it ended. Rejects only when the server cannot be reached or stops the run. */
  readonly outcome: (...args: FlowArgs<P>) => Promise<Outcome<R>>;
  /** The same flow with other options. */
  readonly with: (changes: FlowChanges) => Flow<P, R>;
  /** How, when and with what the flow is to run by itself; `serve` takes it. Throws when it makes no sense. */
  readonly toDeployment: (options: DeploymentOptions<P>) => DeploymentPlan;
  /** Stores a deployment whose runs the workers of a pool carry out; undefined while the file is only loaded for its flows. */
  readonly deploy: (options: DeploymentOptions<P> & DeployOptions) => Promise<Deployment | undefined>;
}

const checkParameters = ({ name }: FlowDefinition, given: unknown): GivenParameters => {
  if (given === undefined) return {};
  if (typeof given === "object" && given !== null && !Array.isArray(given)) return given as GivenParameters;
  throw new UsageError(`The flow "${name}" was called with ${typeof given}. A flow takes one object with its parameters by name.`);
};

const makeFlow = (
  options: AnyFlowOptions & Pick<FlowChanges, "waitFor">,
  fn: (...args: never[]) => unknown,
  file: string | undefined,
): Flow<object, unknown> => {
  const definition = defineFlow(options, fn, file);
  const outcome = (given?: unknown): Promise<Outcome<unknown>> =>
    withSession((session) => runFlow({ definition, given: checkParameters(definition, given), session }));
  const call = async (given?: unknown): Promise<unknown> => {
    const end = await outcome(given);
    if (end.ok) return end.value;
    throw end.error;
  };
  const members = {
    name: definition.name,
    fn,
    outcome,
    toDeployment: (deployment: DeploymentOptions<object>) => planDeployment(definition, deployment),
    deploy: (options: DeploymentOptions<object> & DeployOptions) => deployFlow(definition, options),
    with: (changes: FlowChanges) => makeFlow(mergeOptions(options, changes), fn, file),
  };
  for (const [name, value] of Object.entries(members)) Object.defineProperty(call, name, { value, enumerable: true });
  registerFlow(call, definition);
  return call as unknown as Flow<object, unknown>;
};

/**
 * Makes a function a flow: `flow({ name: "crawl", parameters: z.object({ urls: z.array(z.url()) }) }, async ({ urls }) => …)`. It takes
 * one object, since parameters are named. Throws when an option makes no sense.
 */
export function flow<S extends StandardSchema, R>(
  options: FlowOptions & { readonly parameters: S },
  fn: (parameters: OutputOf<S>) => R,
): Flow<InputOf<S>, FlowResult<Result<R>>>;
export function flow<R>(options: FlowOptions & { readonly parameters?: undefined }, fn: () => R): Flow<object, FlowResult<Result<R>>>;
export function flow<P extends object, R>(
  options: FlowOptions & { readonly parameters?: undefined },
  fn: (parameters: P) => R,
): Flow<P, FlowResult<Result<R>>>;
export function flow(options: AnyFlowOptions, fn: (...args: never[]) => unknown): unknown {
  return makeFlow(options, fn, findCallerFile(import.meta.url));
}
