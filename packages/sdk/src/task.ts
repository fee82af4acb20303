import { type BackgroundRun, delayTask } from "./background/delay-task.ts";
import { currentContext, runInContext } from "./context.ts";
import { mergeOptions } from "./definitions/merge-options.ts";
import { defineTask, type TaskChanges, type TaskDefinition, type TaskOptions } from "./definitions/task-options.ts";
import { registerTask } from "./definitions/task-registry.ts";
import { startTask } from "./engine/run-task.ts";
import { UsageError } from "./errors.ts";
import type { AllowFailure, Opaque } from "./futures/annotations.ts";
import { mapTask } from "./futures/map-task.ts";
import type { LaterList, Outcome, Pending, RunFuture, RunList } from "./futures/pending.ts";
import type { ReturnedState } from "./returned-state.ts";
import { withSession } from "./session/current-session.ts";

/** An argument: the value, or something that becomes it. */
export type Arg<T> = T | Pending<T> | PromiseLikeList<T> | AllowFailure<T> | Opaque<T>;
type PromiseLikeList<T> = T extends readonly (infer Item)[] ? RunList<Item> | LaterList<Item> : never;
/** A task's arguments as a caller may give them. */
export type In<A extends readonly unknown[]> = { [K in keyof A]: Arg<A[K]> };

type RestOf<A extends readonly unknown[]> = A extends readonly [unknown?, ...infer Rest] ? Rest : [];
/** Items for a task that needs no more than one argument. */
type Items<A extends readonly unknown[]> = [] extends RestOf<A> ? readonly Arg<A[0]>[] : never;
type LaterItems<A extends readonly unknown[]> = [] extends RestOf<A> ? Pending<readonly A[0][]> : never;

/** The value a body's result comes to. */
export type Result<R> = Exclude<Awaited<R>, ReturnedState>;

/** A function that runs as a task. Called, it runs here and now; `submit` starts it and goes on. */
export interface Task<A extends readonly unknown[], R> {
  (...args: In<A>): Promise<R>;
  readonly name: string;
  /** Identity of the task on the server. */
  readonly key: string;
  /** The function itself, without any engine. */
  readonly fn: (...args: A) => unknown;
  /** Starts a run here and returns at once. Only inside a flow. */
  readonly submit: (...args: In<A>) => RunFuture<R>;
  /** Runs it here and tells how it ended; never throws. */
  readonly outcome: (...args: In<A>) => Promise<Outcome<R>>;
  /** Hands a run to a task worker, in whichever process: see `serveTasks`. Arguments and result travel as JSON. */
  readonly delay: (...args: In<A>) => BackgroundRun<R>;
  /** Starts a run for each item. A function makes the arguments where one is not enough: `scale.map([1, 2], (x) => [x, 10])`. */
  map(items: Items<A>): RunList<R>;
  map<T>(items: readonly T[], args: (item: T, index: number) => In<A>): RunList<R>;
  /** The same over a list that is still being made: it is waited for first. */
  map(items: LaterItems<A>): LaterList<R>;
  map<T>(items: Pending<readonly T[]>, args: (item: T, index: number) => In<A>): LaterList<R>;
  /** The same task with other options. */
  readonly with: (changes: TaskChanges) => Task<A, R>;
}

const requireFlow = (definition: TaskDefinition, verb: string): void => {
  if (currentContext().flow !== undefined) return;
  throw new UsageError(`The task "${definition.name}" was ${verb} outside a flow. Do it inside one, or call the task and await it.`);
};

const startHere = (definition: TaskDefinition, args: readonly unknown[], inPlace: boolean): RunFuture<unknown> => {
  const { session } = currentContext();
  if (session === undefined) throw new UsageError(`The task "${definition.name}" was started without a session.`);
  return startTask({ definition, args, session, inPlace });
};

/** A run of its own outside any flow, with a session opened for it. */
const startAlone = (definition: TaskDefinition, args: readonly unknown[]): Promise<Outcome<unknown>> =>
  withSession((session) =>
    runInContext({ ...currentContext(), session }, async () => {
      const outcome = await startHere(definition, args, true).outcome();
      await session.flush();
      return outcome;
    }),
  );

const runHere = (definition: TaskDefinition, args: readonly unknown[]): Promise<Outcome<unknown>> =>
  currentContext().flow === undefined ? startAlone(definition, args) : startHere(definition, args, true).outcome();

const makeTask = (
  options: TaskOptions & Pick<TaskChanges, "waitFor">,
  fn: (...args: never[]) => unknown,
): Task<readonly unknown[], unknown> => {
  const definition = defineTask(options, fn);
  const submit = (...args: readonly unknown[]): RunFuture<unknown> => {
    requireFlow(definition, "submitted");
    return startHere(definition, args, false);
  };
  const call = async (...args: readonly unknown[]): Promise<unknown> => {
    const outcome = await runHere(definition, args);
    if (outcome.ok) return outcome.value;
    throw outcome.error;
  };
  const members = {
    name: definition.name,
    key: definition.key,
    fn,
    submit,
    outcome: (...args: readonly unknown[]) => runHere(definition, args),
    delay: (...args: readonly unknown[]) => delayTask(definition, args),
    map: (items: unknown, args?: (item: unknown, index: number) => readonly unknown[]) => {
      requireFlow(definition, "mapped");
      return mapTask({ submit, items, args });
    },
    with: (changes: TaskChanges) => makeTask(mergeOptions(options, changes), fn),
  };
  for (const [name, value] of Object.entries(members)) Object.defineProperty(call, name, { value, enumerable: true });
  registerTask(call, definition);
  return call as unknown as Task<readonly unknown[], unknown>;
};

/**
 * Makes a function a task: `task({ name: "fetch-page", retries: 3 }, async (url: string) => …)`. Its arguments may be futures of their
 * values, and the run then depends on the runs behind them. Throws when an option makes no sense.
 */
export const task = <A extends readonly unknown[], R>(options: TaskOptions, fn: (...args: A) => R): Task<A, Result<R>> =>
  makeTask(options, fn as (...args: never[]) => unknown) as unknown as Task<A, Result<R>>;
