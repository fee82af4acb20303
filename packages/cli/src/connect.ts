import { type Client, createClient, type Fetch } from "@millrace/client";
import type { ClientSettings, Sources } from "@millrace/settings";
import { CommandError, type WatchFetch } from "./command.ts";
import { checkHealth } from "./health.ts";
import type { Host } from "./host.ts";

const noServer = [
  "No server is configured.",
  "Start one with:        millrace server start",
  "Then tell others:      millrace config set PREFECT_API_URL=http://127.0.0.1:4200/api",
].join("\n");

export interface Connected {
  readonly client: Client;
  close(): Promise<void>;
}

const createClientFor = (settings: ClientSettings, url: string, fetch: Fetch): Client =>
  createClient({
    url,
    auth: settings.apiAuthString,
    apiKey: settings.apiKey,
    csrf: settings.clientCsrfSupportEnabled,
    headers: settings.clientCustomHeaders,
    fetch,
    timeout: settings.apiRequestTimeout,
    maxRetries: settings.clientMaxRetries,
    retryJitter: settings.clientRetryJitterFactor,
    retryStatuses: settings.clientRetryExtraCodes,
  });

export interface ConnectOptions {
  readonly settings: ClientSettings;
  readonly sources: Sources;
  readonly watch: WatchFetch | undefined;
}

const withoutWatch: WatchFetch = (fetch) => fetch;

/**
 * A server that nobody named: the one that runs on this machine as the settings have it, else one in this process on the same
 * database, for as long as the command takes.
 */
const connectLocally = async (host: Host, { settings, sources, watch = withoutWatch }: ConnectOptions): Promise<Connected> => {
  const { findLocalUrl, startLocalServer } = await import("./local-server.ts");
  const url = findLocalUrl(sources);
  const { available } = await checkHealth(host, { url, settings });
  if (available) return { client: createClientFor(settings, url, watch(host.fetch)), close: async () => {} };
  const server = await startLocalServer(sources, { services: false });
  return { client: createClientFor(settings, server.url, watch(server.fetch)), close: server.stop };
};

/** A client of the server in use. Throws `CommandError` when there is none and none may be started. */
export const connect = async (host: Host, options: ConnectOptions): Promise<Connected> => {
  const { settings, watch = withoutWatch } = options;
  if (settings.apiUrl !== undefined) {
    return { client: createClientFor(settings, settings.apiUrl, watch(host.fetch)), close: async () => {} };
  }
  if (settings.serverEphemeralEnabled) return connectLocally(host, options);
  throw new CommandError(noServer);
};
