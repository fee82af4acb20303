import { type Client, createClient } from "@millrace/client";
import type { ClientSettings } from "@millrace/settings";
import { CommandError } from "./command.ts";
import type { Host } from "./host.ts";

const noServer = [
  "No server is configured.",
  "Start one with:         millrace server start",
  "Then tell it to this:   millrace config set PREFECT_API_URL=http://127.0.0.1:4200/api",
].join("\n");

/** A client of the server that the settings name. */
export const createClientFor = (host: Host, settings: ClientSettings, url: string): Client =>
  createClient({
    url,
    auth: settings.apiAuthString,
    apiKey: settings.apiKey,
    csrf: settings.clientCsrfSupportEnabled,
    headers: settings.clientCustomHeaders,
    fetch: host.fetch,
    timeout: settings.apiRequestTimeout,
    maxRetries: settings.clientMaxRetries,
    retryJitter: settings.clientRetryJitterFactor,
    retryStatuses: settings.clientRetryExtraCodes,
  });

/** A client of the server in use. Throws `CommandError` when none is configured. */
export const connect = async (host: Host, settings: ClientSettings): Promise<Client> => {
  if (settings.apiUrl === undefined) throw new CommandError(noServer);
  return createClientFor(host, settings, settings.apiUrl);
};
