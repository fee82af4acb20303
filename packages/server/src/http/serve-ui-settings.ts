import type { FastifyInstance } from "fastify";
import type { Context } from "../context.ts";
import type { ServerSettings } from "../settings.ts";
import { originOf } from "./caller.ts";

/** What this server offers beside the protocol, so that a page knows what it may ask for. */
const flags = ["backfills", "next-wake", "retention", "schedule-policies", "waiting-for"];

/** Where pages ask how to reach the API, before they can have logged in (server.md §1.9). */
export const uiSettingsPath = ({ uiServeBase }: ServerSettings): string => `${uiServeBase.replace(/\/+$/, "")}/ui-settings`;

/** Tells pages about this server. The address of the API is the one by which it was asked, unless the settings name another. */
export const serveUiSettings = (app: FastifyInstance, { settings }: Context): void => {
  if (!settings.uiEnabled) return;
  app.get(uiSettingsPath(settings), async (request) => ({
    api_url: settings.uiApiUrl ?? `${originOf(request)}${settings.basePath}`,
    csrf_enabled: settings.csrfEnabled,
    auth: settings.authString === undefined ? null : "BASIC",
    flags,
    default_ui: "v2",
    available_uis: [],
    v1_base_url: null,
    v2_base_url: null,
  }));
};
