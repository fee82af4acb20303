import type { JsonObject } from "@millrace/contract";
import type { FlowRunInfo } from "../engine/scopes.ts";
import type { RunState } from "../futures/pending.ts";
import { anObject, checkFunction, checkOptions, labelOf, oneOf, type TakesOf, wholeFrom } from "./check-options.ts";
import { type Duration, toSeconds } from "./duration.ts";
import { checkName, type RunName } from "./names.ts";
import type { ParameterSource } from "./parameter-schema.ts";
import { planRetries, type Retries, type RetryPlan } from "./retries.ts";
import type { StandardSchema } from "./standard-schema.ts";
import { aHook, type Hook, type Hooks, listHooks, runTakes } from "./task-options.ts";

export interface FlowHookEvent {
  readonly flowRun: FlowRunInfo;
  readonly state: RunState;
  /** The failure, in `onFailure` and `onCrashed`. */
  readonly error?: Error | undefined;
  /** The result, in `onCompletion`. */
  readonly value?: unknown;
}

/** What becomes of submitted runs whose failure nobody looked at: the flow fails, a warning is logged, or they are cancelled as soon as the body ends. */
export type Unobserved = "fail" | "warn" | "cancel";

/** How a flow runs. Options of the protocol have its words. */
export interface FlowOptions {
  /** Identity of the flow on the server. */
  readonly name: string;
  readonly description?: string | undefined;
  readonly version?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly retries?: Retries | undefined;
  /** Share of each retry's delay that is added at random. */
  readonly jitter?: number | undefined;
  /** Time one attempt may take; then it fails as TimedOut and its signal fires. */
  readonly timeout?: Duration | undefined;
  /** Name of each run: a text with `{parameter}` in it, or a function of the parameters. */
  readonly runName?: RunName<Readonly<Record<string, unknown>>> | undefined;
  /** Makes what the body and its tasks print with `console` part of the run's log; the setting decides unless given. */
  readonly logPrints?: boolean | undefined;
  /** How many task bodies may run at once; unbounded unless given. */
  readonly maxConcurrency?: number | undefined;
  readonly unobserved?: Unobserved | undefined;
  /** The parameters' JSON Schema by hand, in place of what the schema library says. */
  readonly parametersJsonSchema?: JsonObject | undefined;
  readonly onRunning?: Hooks<FlowHookEvent> | undefined;
  readonly onCompletion?: Hooks<FlowHookEvent> | undefined;
  readonly onFailure?: Hooks<FlowHookEvent> | undefined;
  readonly onCancellation?: Hooks<FlowHookEvent> | undefined;
  readonly onCrashed?: Hooks<FlowHookEvent> | undefined;
}

/** What `with` may change: everything but the name. `null` clears, leaving out inherits. */
export type FlowChanges = { readonly [K in keyof Omit<FlowOptions, "name" | "parametersJsonSchema">]?: FlowOptions[K] | null } & {
  /** Runs that have to complete first, besides those the parameters come from. */
  readonly waitFor?: readonly unknown[] | null | undefined;
};

export type FlowHookName = "onRunning" | "onCompletion" | "onFailure" | "onCancellation" | "onCrashed";

export interface FlowDefinition extends ParameterSource {
  readonly name: string;
  readonly description: string | null;
  readonly version: string | null;
  readonly tags: readonly string[];
  readonly retries: RetryPlan | undefined;
  /** Seconds. */
  readonly timeout: number | undefined;
  readonly runName: RunName<Readonly<Record<string, unknown>>> | undefined;
  readonly logPrints: boolean | undefined;
  readonly maxConcurrency: number | undefined;
  readonly unobserved: Unobserved;
  readonly waitFor: readonly unknown[];
  readonly hooks: Readonly<Record<FlowHookName, readonly Hook<FlowHookEvent>[]>>;
  /** The file that defines it; undefined when that cannot be told. */
  readonly file: string | undefined;
}

export type AnyFlowOptions = FlowOptions & { readonly parameters?: StandardSchema | undefined };

const isSchema = (value: unknown): boolean =>
  ((typeof value === "object" && value !== null) || typeof value === "function") && "~standard" in value;

const flowTakes: TakesOf<AnyFlowOptions & FlowChanges> = {
  ...runTakes,
  maxConcurrency: wholeFrom(1),
  unobserved: oneOf("fail", "warn", "cancel"),
  parameters: { fits: isSchema, says: "a schema of zod, valibot, arktype or another library of the Standard Schema" },
  parametersJsonSchema: anObject,
  onCancellation: aHook,
  onCrashed: aHook,
};

/** Reads a flow's options. Throws when one makes no sense. */
export const defineFlow = (
  options: AnyFlowOptions & Pick<FlowChanges, "waitFor">,
  fn: (...args: never[]) => unknown,
  file?: string,
): FlowDefinition => {
  const label = labelOf("flow", options);
  checkOptions(label, options, flowTakes);
  checkFunction(label, fn);
  return readFlow(options, fn, file);
};

const readFlow = (
  options: AnyFlowOptions & Pick<FlowChanges, "waitFor">,
  fn: (...args: never[]) => unknown,
  file: string | undefined,
): FlowDefinition => ({
  name: checkName("flow", options.name),
  description: options.description ?? null,
  version: options.version ?? null,
  tags: [...new Set(options.tags ?? [])],
  retries: options.retries === undefined ? undefined : planRetries(options.retries, options.jitter),
  timeout: options.timeout === undefined ? undefined : toSeconds(options.timeout),
  runName: options.runName,
  logPrints: options.logPrints,
  maxConcurrency: options.maxConcurrency,
  unobserved: options.unobserved ?? "fail",
  waitFor: options.waitFor ?? [],
  parameters: options.parameters,
  parametersJsonSchema: options.parametersJsonSchema,
  hooks: {
    onRunning: listHooks(options.onRunning),
    onCompletion: listHooks(options.onCompletion),
    onFailure: listHooks(options.onFailure),
    onCancellation: listHooks(options.onCancellation),
    onCrashed: listHooks(options.onCrashed),
  },
  fn,
  file,
});
