import type { TaskRunInfo } from "../engine/scopes.ts";
import type { RunState } from "../futures/pending.ts";
import {
  aDuration,
  aFlag,
  aFunction,
  aList,
  aText,
  checkFunction,
  checkOptions,
  either,
  labelOf,
  listOf,
  type TakesOf,
  texts,
} from "./check-options.ts";
import { type Duration, toSeconds } from "./duration.ts";
import { argumentNames } from "./function-text.ts";
import { checkName, type RunName, slugOf } from "./names.ts";
import { planRetries, type Retries, type RetryPlan, retriesTakes } from "./retries.ts";

export interface TaskHookEvent {
  readonly taskRun: TaskRunInfo;
  readonly state: RunState;
  /** The failure, in `onFailure`. */
  readonly error?: Error | undefined;
  /** The result, in `onCompletion`. */
  readonly value?: unknown;
}
export type Hook<E> = (event: E) => unknown;
export type Hooks<E> = Hook<E> | readonly Hook<E>[];

/** How a task runs. Options of the protocol have its words. */
export interface TaskOptions {
  /** Shown everywhere, and by default the source of the key. */
  readonly name: string;
  /** Identity of the task across versions and processes; the name as lower-case words with dashes unless given. */
  readonly key?: string | undefined;
  readonly description?: string | undefined;
  readonly version?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly retries?: Retries | undefined;
  /** Share of each retry's delay that is added at random. */
  readonly jitter?: number | undefined;
  /** Time one attempt may take; then it fails as TimedOut and its signal fires. */
  readonly timeout?: Duration | undefined;
  /** Name of each run: a text with `{argument}` in it, or a function of the arguments by name. */
  readonly runName?: RunName<Readonly<Record<string, unknown>>> | undefined;
  /** Makes what the body prints with `console` part of the run's log; the flow decides unless given. */
  readonly logPrints?: boolean | undefined;
  /** Names of the arguments, for code whose own names a minifier has changed. */
  readonly args?: readonly string[] | undefined;
  readonly onRunning?: Hooks<TaskHookEvent> | undefined;
  readonly onCompletion?: Hooks<TaskHookEvent> | undefined;
  readonly onFailure?: Hooks<TaskHookEvent> | undefined;
}

/** What `with` may change: everything but the identity. `null` clears, leaving out inherits. */
export type TaskChanges = { readonly [K in keyof Omit<TaskOptions, "name" | "key" | "args">]?: TaskOptions[K] | null } & {
  /** Runs that have to complete first, besides those the arguments come from. */
  readonly waitFor?: readonly unknown[] | null | undefined;
};

export interface TaskDefinition {
  readonly name: string;
  readonly key: string;
  readonly version: string | null;
  readonly tags: readonly string[];
  readonly retries: RetryPlan | undefined;
  /** Seconds. */
  readonly timeout: number | undefined;
  readonly runName: RunName<Readonly<Record<string, unknown>>> | undefined;
  readonly logPrints: boolean | undefined;
  readonly waitFor: readonly unknown[];
  readonly hooks: Readonly<Record<"onRunning" | "onCompletion" | "onFailure", readonly Hook<TaskHookEvent>[]>>;
  /** Reads the function's text when first asked. */
  readonly argumentNames: () => readonly string[];
  readonly fn: (...args: never[]) => unknown;
}

export const listHooks = <E>(hooks: Hooks<E> | null | undefined): readonly Hook<E>[] =>
  hooks === undefined || hooks === null ? [] : typeof hooks === "function" ? [hooks] : hooks;

export const aHook = either(aFunction, listOf(aFunction, "a list of functions"));

/** What tasks and flows have in common. */
export const runTakes = {
  name: aText,
  description: aText,
  version: aText,
  tags: texts,
  ...retriesTakes,
  timeout: aDuration,
  runName: either(aText, aFunction),
  logPrints: aFlag,
  waitFor: aList,
  onRunning: aHook,
  onCompletion: aHook,
  onFailure: aHook,
} as const;

const taskTakes: TakesOf<TaskOptions & TaskChanges> = { ...runTakes, key: aText, args: texts };

/** Reads a task's options. Throws when one makes no sense. */
export const defineTask = (options: TaskOptions & Pick<TaskChanges, "waitFor">, fn: (...args: never[]) => unknown): TaskDefinition => {
  const label = labelOf("task", options);
  checkOptions(label, options, taskTakes);
  const name = checkName("task", options.name);
  checkFunction(label, fn);
  let names = options.args;
  return {
    name,
    key: options.key ?? slugOf(name),
    version: options.version ?? null,
    tags: [...new Set(options.tags ?? [])],
    retries: options.retries === undefined ? undefined : planRetries(options.retries, options.jitter),
    timeout: options.timeout === undefined ? undefined : toSeconds(options.timeout),
    runName: options.runName,
    logPrints: options.logPrints,
    waitFor: options.waitFor ?? [],
    hooks: {
      onRunning: listHooks(options.onRunning),
      onCompletion: listHooks(options.onCompletion),
      onFailure: listHooks(options.onFailure),
    },
    argumentNames: () => {
      names ??= argumentNames(fn);
      return names;
    },
    fn,
  };
};
