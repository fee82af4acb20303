import { relative } from "node:path";
import type { ConcurrencyOptions, CreateDeploymentScheduleInput, JsonObject } from "@millrace/contract";
import { whereWeAre } from "@millrace/settings";
import { type Duration, toSeconds } from "../definitions/duration.ts";
import type { FlowDefinition } from "../definitions/flow-options.ts";
import { checkName } from "../definitions/names.ts";
import { UsageError } from "../errors.ts";
import { printSchedule, type ScheduleOptions } from "./schedule.ts";

export interface ConcurrencyLimit {
  readonly limit: number;
  /** What becomes of a run that finds no slot: it waits, or is cancelled. It waits unless given. */
  readonly onCollision?: "enqueue" | "cancel-new" | undefined;
  /** Time a run that has a slot may take to start. */
  readonly gracePeriod?: Duration | undefined;
}

export interface DeploymentOptions<P = object> {
  readonly name: string;
  readonly schedule?: ScheduleOptions | undefined;
  readonly schedules?: readonly ScheduleOptions[] | undefined;
  /** Parameters of runs that do not bring their own. */
  readonly parameters?: Partial<P> | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly description?: string | undefined;
  readonly version?: string | undefined;
  /** Keeps its schedules from making runs until it is resumed. */
  readonly paused?: boolean | undefined;
  /** How many of its runs may be under way at once. */
  readonly concurrencyLimit?: number | ConcurrencyLimit | undefined;
  /** False lets the server create runs whose parameters do not fit the schema. */
  readonly enforceParameterSchema?: boolean | undefined;
  readonly jobVariables?: JsonObject | undefined;
  /** Where the flow's code is, as `file.ts:export`; the file that defines it and the flow's name unless given. */
  readonly entrypoint?: string | undefined;
}

const plan: unique symbol = Symbol("deployment plan");

/** A flow with when and with what it is to run. */
export interface DeploymentPlan {
  readonly [plan]: true;
  readonly definition: FlowDefinition;
  readonly name: string;
  readonly entrypoint: string;
  readonly schedules: readonly CreateDeploymentScheduleInput[];
  readonly parameters: JsonObject;
  readonly tags: readonly string[];
  readonly description: string | null;
  readonly version: string | null;
  readonly paused: boolean;
  readonly concurrencyLimit: number | null;
  readonly concurrencyOptions: ConcurrencyOptions | null;
  readonly enforceParameterSchema: boolean;
  readonly jobVariables: JsonObject;
  /** How a worker fetches its code; undefined where the deployment's place tells. */
  readonly pullSteps: readonly JsonObject[] | undefined;
}

export const isDeploymentPlan = (value: unknown): value is DeploymentPlan => typeof value === "object" && value !== null && plan in value;

/** Where a child process finds the flow again, relative to the directory it runs in. */
const entrypointOf = ({ name, file }: FlowDefinition): string => {
  if (file === undefined)
    throw new UsageError(`The flow "${name}" is not defined in a file. Give its deployment an entrypoint, such as "flows.ts:${name}".`);
  return `${relative(whereWeAre().cwd, file)}:${name}`;
};

const printConcurrency = (
  limit: number | ConcurrencyLimit | undefined,
): Pick<DeploymentPlan, "concurrencyLimit" | "concurrencyOptions"> => {
  if (limit === undefined) return { concurrencyLimit: null, concurrencyOptions: null };
  if (typeof limit === "number") return { concurrencyLimit: limit, concurrencyOptions: null };
  const collision_strategy = limit.onCollision === "cancel-new" ? "CANCEL_NEW" : "ENQUEUE";
  const grace_period_seconds = limit.gracePeriod === undefined ? null : Math.round(toSeconds(limit.gracePeriod));
  return { concurrencyLimit: limit.limit, concurrencyOptions: { collision_strategy, grace_period_seconds } };
};

/** Reads a deployment's options. Throws a `UsageError` or `TypeError` when one makes no sense. */
export const planDeployment = <P>(
  definition: FlowDefinition,
  options: DeploymentOptions<P>,
  pullSteps?: readonly JsonObject[],
): DeploymentPlan => {
  const name = checkName("deployment", options.name);
  if (options.schedule !== undefined && options.schedules !== undefined) {
    throw new UsageError(`The deployment "${name}" has both schedule and schedules. Give one of them.`);
  }
  const schedules = options.schedules ?? (options.schedule === undefined ? [] : [options.schedule]);
  return {
    [plan]: true,
    definition,
    name,
    entrypoint: options.entrypoint ?? entrypointOf(definition),
    schedules: schedules.map(printSchedule),
    parameters: JSON.parse(JSON.stringify(options.parameters ?? {})) as JsonObject,
    tags: options.tags ?? [],
    description: options.description ?? definition.description,
    version: options.version ?? definition.version,
    paused: options.paused ?? false,
    ...printConcurrency(options.concurrencyLimit),
    enforceParameterSchema: options.enforceParameterSchema ?? true,
    jobVariables: options.jobVariables ?? {},
    pullSteps,
  };
};
