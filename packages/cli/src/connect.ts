import { type Client, createClient, type Fetch } from "@millrace/client";
import type { ClientSettings, Sources } from "@millrace/settings";
import { CommandError } from "./command.ts";
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

/**
 * A server that nobody named: the one that runs on this machine as the settings have it, else one in this process on the same
 * database, for as long as the command takes.
 */
const connectLocally = async (host: Host, settings: ClientSettings, sources: Sources): Promise<Connected> => {
  const { findLocalUrl, startLocalServer } = await import("./local-server.ts");
  const url = findLocalUrl(sources);
  const { available } = await checkHealth(host, { url, settings });
  if (available) return { client: createClientFor(settings, url, host.fetch), close: async () => {} };
  const server = await startLocalServer(sources, { services: false });
  return { client: createClientFor(settings, server.url, server.fetch), close: server.stop };
};

/** A client of the server in use. Throws `CommandError` when there is none and none may be started. */
export const connect = async (host: Host, settings: ClientSettings, sources: Sources): Promise<Connected> => {
  if (settings.apiUrl !== undefined) return { client: createClientFor(settings, settings.apiUrl, host.fetch), close: async () => {} };
  if (settings.serverEphemeralEnabled) return connectLocally(host, settings, sources);
  throw new CommandError(noServer);
};
