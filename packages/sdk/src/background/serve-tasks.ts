/** Task workers: processes that carry out the background runs of tasks (sdk.md §19). */
import { hostname } from "node:os";
import { SocketError, type TaskRunClaim } from "@millrace/client";
import type { Json, TaskRun } from "@millrace/contract";
import { runInContext } from "../context.ts";
import { aSignal, checkOptions, type TakesOf, wholeFrom } from "../definitions/check-options.ts";
import { isLoading } from "../definitions/flow-registry.ts";
import type { TaskDefinition } from "../definitions/task-options.ts";
import { findTaskDefinition } from "../definitions/task-registry.ts";
import { startTask } from "../engine/run-task.ts";
import { CancelledError, UsageError } from "../errors.ts";
import type { RunFuture } from "../futures/pending.ts";
import { withSession } from "../session/current-session.ts";
import type { Session } from "../session/session.ts";
import { within } from "../session/world.ts";
import { isObject } from "../templating/placeholders.ts";

export interface ServeTasksOptions {
  /** How many runs may be under way at once; ten unless given. */
  readonly limit?: number | undefined;
  /** Ends serving as an interrupt does. */
  readonly signal?: AbortSignal | undefined;
}

const serveTakes: TakesOf<ServeTasksOptions> = { limit: wholeFrom(1), signal: aSignal };

/** What `task()` returned. */
export interface ServedTask {
  readonly key: string;
  readonly fn: (...args: never[]) => unknown;
}

interface TaskServer {
  readonly session: Session;
  readonly tasks: ReadonlyMap<string, TaskDefinition>;
  readonly limit: number;
  /** What servers call this process; no other one ever has the same name, not even in a container that starts again. */
  readonly name: string;
  readonly active: Map<string, RunFuture<unknown>>;
  /** Resolves at the next thing that whoever waits for a place has to look at: a run ended, or serving was stopped. */
  news: PromiseWithResolvers<void>;
}

const tell = (server: TaskServer): void => {
  const { resolve } = server.news;
  server.news = Promise.withResolvers();
  resolve();
};

/** Seconds a run may wait here for a free place before it is left to another worker. */
const patience = 20;
const reconnectSeconds = 1;

const readArguments = ({ state }: TaskRun): readonly Json[] | undefined => {
  const data = state?.data;
  return isObject(data) && Array.isArray(data.arguments) ? data.arguments : undefined;
};

/** A run whose arguments are in a storage that Python programs share cannot be told apart from one without any otherwise. */
const unreadable =
  "The arguments of this run are not in it: it was handed over by a Python program, which keeps them in a storage of its own.";

const start = (server: TaskServer, definition: TaskDefinition, given: TaskRun): void => {
  const { session, active } = server;
  const args = readArguments(given);
  const fn =
    args === undefined && given.state?.state_details.task_parameters_id ? () => Promise.reject(new Error(unreadable)) : definition.fn;
  const run = runInContext({ session, tags: [] }, () =>
    startTask({ definition: { ...definition, fn, waitFor: [] }, args: args ?? [], session, inPlace: false, given }),
  );
  active.set(given.id, run);
  void run.outcome().then(async () => {
    await session.flush();
    active.delete(given.id);
    tell(server);
  });
};

/** Waits for a place; false when none gets free in time, or there is no need of one any more. */
const hasPlace = async (server: TaskServer, signal: AbortSignal): Promise<boolean> => {
  while (!signal.aborted && server.active.size >= server.limit)
    if (!(await within(server.session.world, patience, server.news.promise))) return false;
  return !signal.aborted;
};

const take = async (server: TaskServer, { run, acknowledge }: TaskRunClaim, signal: AbortSignal): Promise<boolean> => {
  const definition = server.tasks.get(run.task_key);
  if (definition === undefined || !(await hasPlace(server, signal))) return false;
  acknowledge();
  start(server, definition, run);
  return true;
};

/**
 * Holds a connection for as long as the work takes, without taking runs over it: a server that hears of a worker no more counts its
 * runs as crashed.
 */
const whilePresent = async (server: TaskServer, work: Promise<unknown>): Promise<void> => {
  const { client, world } = server.session;
  const over = new AbortController();
  const { signal } = over;
  const hold = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        // No task has this key.
        for await (const _ of client.taskRuns.claim({ keys: [server.name], clientId: server.name, signal }));
      } catch {
        await world.sleep(reconnectSeconds, signal).catch(() => {});
      }
    }
  };
  const held = hold();
  await work;
  over.abort();
  await held;
};

/** Takes runs over one connection, until it ends or all places have been taken for a while. */
const serveOnce = async (server: TaskServer, signal: AbortSignal): Promise<void> => {
  const { session, tasks } = server;
  const options = { keys: [...tasks.keys()], clientId: server.name, signal };
  for await (const claim of session.client.taskRuns.claim(options)) if (!(await take(server, claim, signal))) break;
  if (signal.aborted || server.active.size < server.limit) return;
  const waitForPlace = async (): Promise<void> => {
    while (!signal.aborted && server.active.size >= server.limit) await server.news.promise;
  };
  await whilePresent(server, waitForPlace());
};

const serveUntil = async (server: TaskServer, signal: AbortSignal): Promise<void> => {
  const { world, print } = server.session;
  let isAway = false;
  while (!signal.aborted) {
    try {
      await serveOnce(server, signal);
      isAway = false;
    } catch (error) {
      if (!(error instanceof SocketError) || error.isFinal) throw error;
      if (!isAway) print(`The connection to the server broke; trying again. ${error.message}`);
      isAway = true;
      await world.sleep(reconnectSeconds, signal).catch(() => {});
    }
  }
};

/** Runs until it is interrupted. The first interrupt waits for the runs under way, the second ends them. */
const serveAll = async (server: TaskServer, { signal }: ServeTasksOptions): Promise<void> => {
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) for (const run of server.active.values()) run.cancel("The process serving the run was stopped.");
    else if (server.active.size > 0) server.session.print("Stopping once the runs under way have ended; interrupt again to end them.");
    stop.abort(new CancelledError("Serving was stopped."));
    tell(server);
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  signal?.addEventListener("abort", onSignal, { once: true });
  if (signal?.aborted) onSignal();
  try {
    await serveUntil(server, stop.signal);
    const runs = [...server.active.values()];
    if (runs.length > 0) await whilePresent(server, Promise.all(runs.map((run) => run.outcome())));
    await server.session.flush();
    await server.session.client.close().catch(() => {});
  } finally {
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
  }
};

/**
 * Carries out the background runs of tasks, those that `delay` hands over, until it is interrupted:
 * `await serveTasks([fetchPage, report], { limit: 20 })`. Does nothing while the file is only loaded for what it exports.
 */
export const serveTasks = async (tasks: readonly ServedTask[], options: ServeTasksOptions = {}): Promise<void> => {
  const definitions = tasks.map(findTaskDefinition);
  const known = definitions.filter((definition) => definition !== undefined);
  if (known.length === 0 || known.length < tasks.length) throw new UsageError("serveTasks takes tasks, such as serveTasks([fetchPage]).");
  checkOptions("serveTasks", options, serveTakes);
  const { limit = 10 } = options;
  if (isLoading()) return;
  await withSession(async (session) => {
    const byKey = new Map(known.map((definition) => [definition.key, definition]));
    session.print(`Serving tasks\n${[...byKey.keys()].map((key) => `  ${key}`).join("\n")}\nStop with Ctrl-C.`);
    const name = `${hostname()}-${process.pid}-${session.world.randomId().slice(0, 8)}`;
    await serveAll({ session, name, tasks: byKey, limit, active: new Map(), news: Promise.withResolvers() }, options);
  });
};
