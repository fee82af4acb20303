import type { FastifyInstance } from "fastify";
import type { Context } from "../context.ts";
import type { ServerSettings } from "../settings.ts";
import { originOf } from "./caller.ts";
import { uiServePath } from "./ui-paths.ts";

/** What this server offers beside the protocol, so that a page knows what it may ask for; and what it does not do yet. */
const flags = [
  "automations-kept-only",
  "backfills",
  "next-wake",
  "retention",
  "schedule-policies",
  "ui-attempts",
  "ui-bulk",
  "ui-deployment-health",
  "ui-diagnosis",
  "ui-facets",
  "ui-leases",
  "ui-log-download",
  "ui-log-facets",
  "ui-overview",
  "ui-run-names",
  "ui-run-traits",
  "ui-schedule-preview",
  "ui-search",
  "ui-summaries",
  "ui-task-durations",
  "ui-task-summary",
  "ui-timeseries",
  "ui-workers",
  "waiting-for",
  "worker-events",
];

/** Where pages ask how to reach the API, before they can have logged in (server.md §1.9). */
export const uiSettingsPath = (settings: ServerSettings): string => `${uiServePath(settings)}ui-settings`;

/** From the pages to the API, so that both move together below a proxy's path that this server does not see. */
const apiPath = (settings: ServerSettings): string =>
  "../".repeat(uiServePath(settings).split("/").length - 2) + settings.basePath.replace(/^\//, "");

/** Tells pages about this server. The address of the API is the one by which it was asked, unless the settings name another. */
export const serveUiSettings = (app: FastifyInstance, { settings }: Context): void => {
  if (!settings.uiEnabled) return;
  app.get(uiSettingsPath(settings), async (request) => ({
    api_url: settings.uiApiUrl ?? `${originOf(request)}${settings.basePath}`,
    api_path: settings.uiApiUrl === undefined ? apiPath(settings) : null,
    csrf_enabled: settings.csrfEnabled,
    auth: settings.authString === undefined ? null : "BASIC",
    flags,
    default_ui: "v2",
    available_uis: [],
    v1_base_url: null,
    v2_base_url: null,
  }));
};
