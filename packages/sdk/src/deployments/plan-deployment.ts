import { relative } from "node:path";
import type { ConcurrencyOptions, CreateDeploymentScheduleInput, JsonObject } from "@millrace/contract";
import { whereWeAre } from "@millrace/settings";
import {
  aDuration,
  aFlag,
  anObject,
  aText,
  checkOptions,
  either,
  labelOf,
  listOf,
  oneOf,
  optionsOf,
  type Takes,
  type TakesOf,
  texts,
  wholeFrom,
} from "../definitions/check-options.ts";
import { type Duration, toSeconds } from "../definitions/duration.ts";
import type { FlowDefinition } from "../definitions/flow-options.ts";
import { checkName } from "../definitions/names.ts";
import { UsageError } from "../errors.ts";
import { aSchedule, printSchedule, type ScheduleOptions } from "./schedule.ts";
import type { DeploymentTrigger } from "./triggers.ts";
import { readVersionType, type VersionInfo, type VersionType } from "./version-info.ts";

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
  /** The flow's version unless given, and else the commit its code is at. */
  readonly version?: string | undefined;
  /** Where the commit is told from; the first that knows unless given. */
  readonly versionType?: VersionType | undefined;
  /** Events that make it run, as in `prefect.yaml`. They take the place of those it had. */
  readonly triggers?: readonly DeploymentTrigger[] | undefined;
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

const limitTakes: TakesOf<ConcurrencyLimit> = {
  limit: wholeFrom(1),
  onCollision: oneOf("enqueue", "cancel-new"),
  gracePeriod: aDuration,
};

const deploymentTakes: TakesOf<DeploymentOptions> = {
  name: aText,
  schedule: aSchedule,
  schedules: listOf(aSchedule, "a list of schedules"),
  parameters: anObject,
  tags: texts,
  description: aText,
  version: aText,
  versionType: aText,
  triggers: listOf(anObject, "a list of triggers"),
  paused: aFlag,
  concurrencyLimit: either(wholeFrom(1), optionsOf(limitTakes, ["limit"])),
  enforceParameterSchema: aFlag,
  jobVariables: anObject,
  entrypoint: aText,
};

/** Refuses options that a deployment does not have, where they are given with `others` (a `UsageError`). */
export const checkDeployment = (options: unknown, others: Readonly<Record<string, Takes>> = {}): void =>
  checkOptions(labelOf("deployment", options), options, { ...deploymentTakes, ...others });

export interface CodeSource {
  /** How a worker fetches it. */
  readonly steps: readonly JsonObject[];
  /** The commit it was at when it was read. */
  readonly commit: VersionInfo | undefined;
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
  readonly versionType: VersionType | undefined;
  readonly triggers: readonly JsonObject[];
  readonly paused: boolean;
  readonly concurrencyLimit: number | null;
  readonly concurrencyOptions: ConcurrencyOptions | null;
  readonly enforceParameterSchema: boolean;
  readonly jobVariables: JsonObject;
  /** Where its code is fetched from; undefined for code of this program. */
  readonly source: CodeSource | undefined;
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

/** A value as it goes over the wire. */
const printJson = <T>(value: unknown): T => JSON.parse(JSON.stringify(value)) as T;

/** Reads a deployment's options. Throws a `UsageError` or `TypeError` when one makes no sense. */
export const planDeployment = <P>(definition: FlowDefinition, options: DeploymentOptions<P>, source?: CodeSource): DeploymentPlan => {
  checkDeployment(options);
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
    parameters: printJson(options.parameters ?? {}),
    tags: options.tags ?? [],
    description: options.description ?? definition.description,
    version: options.version ?? definition.version,
    versionType: options.versionType === undefined ? undefined : readVersionType(options.versionType),
    triggers: printJson(options.triggers ?? []),
    paused: options.paused ?? false,
    ...printConcurrency(options.concurrencyLimit),
    enforceParameterSchema: options.enforceParameterSchema ?? true,
    jobVariables: options.jobVariables ?? {},
    source,
  };
};
