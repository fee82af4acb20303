import { createClient, type Fetch } from "@millrace/client";
import { type ClientSettings, clientSettings, logLevelOf, readSettings } from "@millrace/settings";
import { attributionHeaders } from "../context.ts";
import { aFunction, anObject, aText, checkOptions, type TakesOf } from "../definitions/check-options.ts";
import { levelNumbers } from "../logging/levels.ts";
import { createLogSink } from "../logging/log-sink.ts";
import { printLine } from "./print-line.ts";
import type { Session, SessionSettings } from "./session.ts";
import { createStandIn } from "./stand-in.ts";
import { createRealWorld, type World, within } from "./world.ts";

export interface SessionOptions {
  /** Address of the API; what the settings say unless given. */
  readonly url?: string | undefined;
  /** Answers requests in place of the network. */
  readonly fetch?: Fetch | undefined;
  readonly world?: Partial<World> | undefined;
  readonly print?: ((line: string) => void) | undefined;
  readonly settings?: Partial<SessionSettings> | undefined;
}

const sessionTakes: TakesOf<SessionOptions> = { url: aText, fetch: aFunction, world: anObject, print: aFunction, settings: anObject };

const flushSeconds = 10;

/** Reads the settings. Throws a `SettingsError` naming each that is wrong. */
export const readClientSettings = (): ClientSettings => readSettings({ client: clientSettings }).values.client;

/** A session with a server. Nothing is sent before the first run. */
export const createSession = (options: SessionOptions, client: ClientSettings = readClientSettings()): Session => {
  checkOptions("createSession", options, sessionTakes);
  const world = { ...createRealWorld(), ...options.world };
  const print = options.print ?? printLine;
  const settings = { ...client, logLevel: levelNumbers[logLevelOf(client)], ...options.settings };
  const url = options.url ?? client.apiUrl ?? "http://127.0.0.1:4200/api";
  const connection = { url, auth: client.apiAuthString, apiKey: client.apiKey, csrf: client.clientCsrfSupportEnabled };
  const api = createClient({
    ...connection,
    headers: () => ({ ...client.clientCustomHeaders, ...attributionHeaders() }),
    fetch: options.fetch,
    timeout: client.apiRequestTimeout,
    maxRetries: client.clientMaxRetries,
    retryJitter: client.clientRetryJitterFactor,
    retryStatuses: client.clientRetryExtraCodes,
    onEventsLost: (count, reason) => print(`${count} events of runs could not be sent and are lost. ${reason.message}`),
  });
  const isReal = options.fetch === undefined && options.world === undefined;
  const every = settings.flowsHeartbeatFrequency;
  const logs = createLogSink({
    client: api,
    world,
    print,
    isEnabled: settings.loggingToApiEnabled,
    interval: client.loggingToApiBatchInterval,
  });
  return {
    client: api,
    logs,
    world,
    settings,
    standIn: isReal ? createStandIn(world, { connection: { ...connection, headers: client.clientCustomHeaders }, every }) : undefined,
    flowIds: new Map(),
    unlimitedTags: new Map(),
    print,
    flush: async () => {
      // Bounded, so that a server that went away does not keep a finished program from ending.
      await within(world, flushSeconds, Promise.allSettled([logs.flush(), api.events.flush()]));
    },
  };
};
