import { getRandomValues } from "node:crypto";
import { createIds, type NextWake } from "@millrace/contract";
import type { TraceExport } from "@millrace/settings";
import { createActivity } from "./activity.ts";
import { createBulkJobs } from "./bulk-jobs.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { Context } from "./context.ts";
import { databaseUrlOf } from "./database-settings.ts";
import { migrateDatabase, openDatabase, requireMigrated, toldOf } from "./db/open-database.ts";
import { PreconditionError } from "./errors.ts";
import { installSystemTypes } from "./features/blocks/install-system-types.ts";
import { measure } from "./features/metrics/measure.ts";
import { handlers, sockets } from "./handlers.ts";
import { createApp } from "./http/app.ts";
import { acceptSockets } from "./http/websockets.ts";
import { createLogger, type Logger } from "./logger.ts";
import { createBus } from "./messaging/bus.ts";
import { createEventTail } from "./messaging/event-tail.ts";
import { logEvents } from "./messaging/log-events.ts";
import { createTaskWorkers } from "./messaging/task-workers.ts";
import { createMeter, silentMeter } from "./observability/meter.ts";
import { observeTransactions } from "./observability/observe-transactions.ts";
import { silentTracer, type Tracer } from "./observability/tracer.ts";
import { createAlarm } from "./services/alarm.ts";
import { watchIdleness } from "./services/idle-stop.ts";
import { services } from "./services/services.ts";
import { startServices } from "./services/supervisor.ts";
import { hearServers, tellServices } from "./services/wake-other-servers.ts";
import type { ServerSettings } from "./settings.ts";
import { exchangeNews, type Siblings } from "./siblings.ts";
import { createReleaseTeller } from "./version.ts";

/** What a server takes from outside its settings. A seeded simulation replaces all of it. */
export interface Surroundings {
  readonly clock?: Clock;
  readonly randomBytes?: (into: Uint8Array<ArrayBuffer>) => void;
  readonly random?: () => number;
  readonly log?: Logger;
  /** Where traces go; nowhere when it is not given. */
  readonly traces?: TraceExport | undefined;
  /** The other processes of this server, when it is to be several. */
  readonly siblings?: Siblings;
  /** False opens no port: requests are answered by `fetch` alone. */
  readonly listens?: boolean;
}

export interface RunningServer {
  /** Where the API answers, such as http://127.0.0.1:4200/api. */
  readonly url: string;
  readonly ctx: Context;
  /** Answers a request without a port. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Settles when the server has nothing left to do and is to be stopped, where the settings ask for that; tells what it should be woken for. */
  readonly idle: Promise<NextWake>;
  /** Takes no new work, finishes what is under way, closes the database. */
  stop(): Promise<void>;
}

/** Starts a server. Everything it works with is put together here and nowhere else. */
export const startServer = async (settings: ServerSettings, surroundings: Surroundings = {}): Promise<RunningServer> => {
  const clock = surroundings.clock ?? systemClock();
  const log = surroundings.log ?? (await createLogger(settings.logLevel));
  const newId = createIds(() => clock.micros() / 1000, surroundings.randomBytes ?? ((into) => void getRandomValues(into)));
  const random = surroundings.random ?? Math.random;
  const db = await openDatabase(databaseUrlOf(settings), {
    clock,
    newId,
    random,
    poolSize: settings.databasePoolSize,
    connectionTimeoutMillis: settings.databaseConnectionTimeout * 1000,
    warn: (message) => log.warn({}, message),
  });
  try {
    await (settings.migrateOnStart ? migrateDatabase : requireMigrated)(db);
    const bus = createBus();
    const tail = createEventTail({ read: db.read, clock, log, bus });
    const meter = settings.metricsEnabled ? createMeter() : silentMeter;
    const tracer = surroundings.traces === undefined ? silentTracer : await startTracer(surroundings.traces, log);
    const ctx: Context = {
      db,
      read: db.read,
      clock,
      newId,
      random,
      settings,
      log,
      bus,
      activity: createActivity(clock),
      tail,
      taskWorkers: createTaskWorkers(),
      bulkJobs: createBulkJobs(),
      alarm: createAlarm(),
      siblings: surroundings.siblings,
      tellRelease: createReleaseTeller(),
      meter,
      tracer,
      transact: observeTransactions(db, { clock, meter, tracer }),
    };
    ctx.siblings?.join({ hear: exchangeNews(ctx.siblings, ctx), measure: () => measure(ctx) });
    return await answer(ctx, surroundings.listens ?? true);
  } catch (error) {
    await db.close();
    throw toldOf(db, error);
  }
};

const startTracer = async (to: TraceExport, log: Logger): Promise<Tracer> => {
  const { createTracer } = await import("./observability/create-tracer.ts");
  return createTracer(to, log);
};

/** Answers requests, on a port unless nobody is to send any, and runs the services. */
const answer = async (ctx: Context, listens: boolean): Promise<RunningServer> => {
  if (ctx.settings.registerBlocks) await installSystemTypes(ctx);
  const { host, port, basePath, servicesEnabled, eventLoggerEnabled } = ctx.settings;
  const app = await createApp(ctx, handlers);
  const openSockets = acceptSockets(app.server, ctx, sockets);
  try {
    await (listens ? app.listen({ host, port }) : app.ready());
  } catch (error) {
    await app.close();
    throw new PreconditionError(explainListen(error as NodeJS.ErrnoException, host, port), error);
  }
  const running = servicesEnabled ? startServices(ctx, services(ctx)) : undefined;
  const deaf = servicesEnabled ? hearServers(ctx) : undefined;
  const stopLogging = servicesEnabled && eventLoggerEnabled ? await logEvents(ctx) : undefined;
  // Of several processes, the one that answers nobody hears of what happens in the others.
  if (!(servicesEnabled || (ctx.siblings !== undefined && listens))) tellServices(ctx);
  const idleness = watchIdleness(ctx);
  const address = app.server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}${basePath}`,
    ctx,
    fetch: (request) => inject(app, request),
    idle: idleness.idle,
    async stop() {
      idleness.stop();
      deaf?.();
      stopLogging?.();
      await running?.stop();
      await openSockets.close();
      await app.close();
      await ctx.bulkJobs.stopAll();
      await ctx.tail.stop();
      await ctx.db.close();
      await ctx.tracer.stop();
    },
  };
};

const inject = async (app: Awaited<ReturnType<typeof createApp>>, request: Request): Promise<Response> => {
  const { pathname, search } = new URL(request.url);
  const payload = Buffer.from(await request.arrayBuffer());
  const reply = await app.inject({
    method: request.method as "GET",
    url: `${pathname}${search}`,
    headers: Object.fromEntries(request.headers),
    ...(payload.length > 0 ? { payload } : {}),
  });
  const headers = Object.entries(reply.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  );
  return new Response([204, 304].includes(reply.statusCode) ? null : new Uint8Array(reply.rawPayload), {
    status: reply.statusCode,
    headers,
  });
};

const explainListen = ({ code, message }: NodeJS.ErrnoException, host: string, port: number): string => {
  if (code === "EADDRINUSE") {
    return `Port ${port} on ${host} is in use by another program, perhaps another server. Stop it, or choose another port with --port or PREFECT_SERVER_API_PORT.`;
  }
  if (code === "EACCES") return `Port ${port} on ${host} needs more rights than this user has. Choose a port above 1023 with --port.`;
  if (code === "ENOTFOUND" || code === "EADDRNOTAVAIL" || code === "EAI_AGAIN") {
    return `The address "${host}" does not belong to this machine. Use 127.0.0.1 for this machine alone, 0.0.0.0 for every interface.`;
  }
  return `The server cannot listen on ${host}:${port}: ${message}`;
};
