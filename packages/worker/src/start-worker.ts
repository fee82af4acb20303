/** A worker, put together and set going. */

import type { JsonObject } from "@millrace/contract";
import {
  aFlag,
  aFunction,
  anObject,
  aSignal,
  aText,
  checkOptions,
  createSession,
  type Session,
  type TakesOf,
  texts,
  type World,
  wholeFrom,
  within,
} from "@millrace/sdk/supervision";
import { type ClientSettings, clientSettings, readSettings, readSources, type Sources, whereWeAre } from "@millrace/settings";
import { keepContact } from "./contact/keep-contact.ts";
import { type HealthServer, serveHealth } from "./health.ts";
import { settingsAsEnv } from "./jobs/settings-env.ts";
import type { Kind } from "./kinds/kind.ts";
import { loadKind } from "./kinds/kinds.ts";
import { pollOnce, pollUntil } from "./polling/poll.ts";
import { watchEvents } from "./polling/watch-events.ts";
import { type WorkerSettings, workerSettings } from "./settings.ts";
import { endJobs, killJobs } from "./shut-down.ts";
import { tellStarted, tellStopped } from "./tell-events.ts";
import type { Worker } from "./worker.ts";
import { WorkerError } from "./worker-error.ts";

export interface WorkerOptions {
  /** The work pool it takes runs from. */
  readonly pool: string;
  /** What its runs are started on: process unless given. */
  readonly type?: string | undefined;
  /** Its name among the workers of the pool; made up unless given. */
  readonly name?: string | undefined;
  /** Queues it takes runs from; all of the pool's unless given. */
  readonly queues?: readonly string[] | undefined;
  /** How many runs may be under way at once; no bound unless given. */
  readonly limit?: number | undefined;
  /** Seconds it looks ahead for runs. */
  readonly prefetchSeconds?: number | undefined;
  /** Looks for runs once, sees those that are due to their end, and stops. */
  readonly once?: boolean | undefined;
  /** Tells its health over HTTP, at the address of the settings. */
  readonly tellsHealth?: boolean | undefined;
  /** False stops at a pool that is not there; else it is made. */
  readonly createPool?: boolean | undefined;
  /** Template of a pool it makes. */
  readonly baseJobTemplate?: JsonObject | undefined;
  /** Address of the API; what the settings say unless given. */
  readonly url?: string | undefined;
  /** Ends it as `stop` does. */
  readonly signal?: AbortSignal | undefined;
  /** Shows a line; on standard error unless given. */
  readonly print?: ((line: string) => void) | undefined;
  readonly settings?: Partial<WorkerSettings> | undefined;
  readonly sources?: Sources | undefined;
  readonly world?: Partial<World> | undefined;
}

const workerTakes: TakesOf<WorkerOptions> = {
  pool: aText,
  type: aText,
  name: aText,
  queues: texts,
  limit: wholeFrom(1),
  prefetchSeconds: { fits: (value) => typeof value === "number" && value >= 0, says: "a number of seconds from 0" },
  once: aFlag,
  tellsHealth: aFlag,
  createPool: aFlag,
  baseJobTemplate: anObject,
  url: aText,
  signal: aSignal,
  print: aFunction,
  settings: anObject,
  sources: anObject,
  world: anObject,
};

const checkWorker = (options: WorkerOptions): void => {
  checkOptions("startWorker", options, workerTakes);
  if (!options.pool) throw new WorkerError('A worker needs a work pool. Name it, such as startWorker({ pool: "default" }).');
};

export interface RunningWorker {
  readonly name: string;
  /** Resolves once the server knows the worker and it takes runs. Rejects when that cannot come about. */
  readonly ready: Promise<void>;
  /** Resolves when it has ended. Rejects with a `WorkerError` or a `ClientError` when it cannot go on. */
  readonly done: Promise<void>;
  /** Port its health is told on; undefined without. */
  readonly healthPort: number | undefined;
  /** Takes no more runs, ends those under way as the settings say, and resolves when all is done. Twice: at once. */
  readonly stop: () => Promise<void>;
}

const slug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");

const openSession = ({ url, print, world }: WorkerOptions, client: ClientSettings): Session => {
  const apiUrl = url ?? client.apiUrl;
  if (apiUrl === undefined) {
    throw new WorkerError(
      "No server is configured for the worker. Set PREFECT_API_URL to the address of one, such as http://127.0.0.1:4200/api.",
    );
  }
  return createSession({ url: apiUrl, print, world }, client);
};

const nameOf = ({ name }: WorkerOptions, session: Session): string => {
  if (name === undefined || name === "") return `worker-${session.world.randomId()}`;
  if (/[/%]/.test(name)) throw new WorkerError(`A worker's name may not contain "/" or "%", and this one is "${name}". Choose another.`);
  return name;
};

const createWorker = async (options: WorkerOptions): Promise<Worker> => {
  const sources = options.sources ?? readSources(whereWeAre());
  const { values } = readSettings({ client: clientSettings, worker: workerSettings }, { sources });
  const session = openSession(options, values.client);
  const settings = { ...values.worker, ...options.settings };
  const name = nameOf(options, session);
  const open = await loadKind(options.type ?? "process");
  const kind: Kind = await open({ session, settings });
  return {
    identity: { name, resourceId: `prefect.worker.${kind.type}.${slug(name)}` },
    poolName: options.pool,
    queues: [...new Set(options.queues)],
    kind,
    session,
    settings,
    settingsEnv: settingsAsEnv(sources),
    limit: options.limit ?? Number.POSITIVE_INFINITY,
    prefetchSeconds: options.prefetchSeconds ?? settings.workerPrefetchSeconds,
    createsPool: options.createPool ?? true,
    template: options.baseJobTemplate,
    pool: undefined,
    jobs: new Map(),
    flowNames: new Map(),
    polledMicros: session.world.nowMicros(),
    isToldOfRuns: false,
    wake: () => {},
    isStopping: false,
  };
};

const farewellSeconds = 5;

/** The worker's own life: from its first contact to the end of its last run. */
const live = async (worker: Worker, { once: runsOnce = false }: WorkerOptions, life: Life): Promise<void> => {
  const { session } = worker;
  const { signal } = life.stopping;
  let started: string | undefined;
  let events: Promise<void> | undefined;
  const contact = keepContact(worker, signal, {
    onContact: () => {
      worker.wake();
      life.onReady();
      if (worker.pool !== undefined && !runsOnce) events ??= watchEvents(worker, worker.pool.id, signal);
      started ??= tellStarted(worker);
    },
    onMissing: () => {
      if (!life.isReady) session.print(`There is no work pool "${worker.poolName}", and this worker may not make it. Waiting for it.`);
      life.onReady();
    },
  });
  try {
    await Promise.race([contact, life.ready]);
    if (runsOnce) {
      await pollOnce(worker);
      while (worker.jobs.size > 0 && !signal.aborted)
        await Promise.race([...[...worker.jobs.values()].map(({ done }) => done), life.stopped]);
    } else await Promise.race([pollUntil(worker, signal), contact]);
  } finally {
    worker.isStopping = true;
    life.stopping.abort();
    await endJobs(worker);
    tellStopped(worker, started);
    await worker.kind.close();
    // Bounded, so that a server that went away does not keep a worker from ending.
    const { world, client } = session;
    await within(world, farewellSeconds, Promise.allSettled([contact, events, session.flush().then(client.close)]));
  }
};

interface Life {
  readonly stopping: AbortController;
  readonly ready: Promise<void>;
  /** Resolves when somebody wants it to stop. */
  readonly stopped: Promise<void>;
  isReady: boolean;
  readonly onReady: () => void;
}

const createLife = (): Life => {
  const stopping = new AbortController();
  const ready = Promise.withResolvers<void>();
  const stopped = Promise.withResolvers<void>();
  stopping.signal.addEventListener("abort", () => stopped.resolve(), { once: true });
  const life: Life = {
    stopping,
    ready: ready.promise,
    stopped: stopped.promise,
    isReady: false,
    onReady: () => {
      life.isReady = true;
      ready.resolve();
    },
  };
  return life;
};

/**
 * Starts a worker in this process: `const worker = await startWorker({ pool: "default" })`. It takes runs until it is stopped, beside
 * whatever else the program does. Throws a `WorkerError`, a `SettingsError` or a `UsageError` when it cannot begin.
 */
export const startWorker = async (options: WorkerOptions): Promise<RunningWorker> => {
  checkWorker(options);
  const worker = await createWorker(options);
  const health: HealthServer | undefined = options.tellsHealth
    ? await serveHealth(worker, { host: worker.settings.workerWebserverHost, port: worker.settings.workerWebserverPort })
    : undefined;
  const life = createLife();
  const done = live(worker, options, life).finally(() => health?.close());
  const ready = Promise.race([life.ready, done]);
  // Whoever does not ask is not surprised by a rejection that nobody handles.
  done.catch(() => {});
  ready.catch(() => {});
  const stop = async (): Promise<void> => {
    if (worker.isStopping) await killJobs(worker);
    worker.isStopping = true;
    life.stopping.abort();
    await done.catch(() => {});
  };
  options.signal?.addEventListener("abort", () => void stop(), { once: true });
  if (options.signal?.aborted) void stop();
  return { name: worker.identity.name, ready, done, healthPort: health?.port, stop };
};
