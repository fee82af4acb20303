import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Context } from "../context.ts";
import { isCsrfTokenValid } from "../features/admin/csrf-tokens.ts";
import { isSameSecret } from "../same-secret.ts";
import type { ServerSettings } from "../settings.ts";
import { uiRequest } from "./serve-ui.ts";
import { uiSettingsPath } from "./serve-ui-settings.ts";

const mutating = new Set(["POST", "PUT", "PATCH", "DELETE"]);

const hasCredentials = (request: FastifyRequest, expected: string): boolean => {
  const given = request.headers.authorization;
  return given !== undefined && isSameSecret(given, `Basic ${Buffer.from(expected).toString("base64")}`);
};

/** Only these answer without credentials: probes, the document at the root, pages, and where they find the API (server.md §1.6). */
const isOpen = (request: FastifyRequest, settings: ServerSettings): boolean => {
  const path = request.raw.url?.split("?")[0] ?? "";
  const { basePath } = settings;
  const open = [`${basePath}/health`, `${basePath}/ready`, "/docs", "/openapi.json", uiSettingsPath(settings)];
  return (request.method === "GET" && open.includes(path)) || uiRequest(request, settings) !== undefined;
};

/**
 * Checks every request before anything else looks at it: first the CSRF token, then the credentials (server.md §1.5).
 * Nothing is open unless named here; sockets authenticate in their first message (websockets.ts).
 */
export const authenticate = (app: FastifyInstance, ctx: Context): void => {
  const { authString, csrfEnabled } = ctx.settings;
  app.addHook("onRequest", async (request, reply) => {
    if (request.method === "OPTIONS" || request.headers.upgrade?.toLowerCase() === "websocket") return;
    if (csrfEnabled && mutating.has(request.method)) {
      const problem = await csrfProblem(ctx, request);
      if (problem !== undefined) return reply.code(403).send({ detail: problem });
    }
    if (authString === undefined || isOpen(request, ctx.settings) || hasCredentials(request, authString)) return;
    return reply.code(401).send({ exception_message: "Unauthorized" });
  });
};

const csrfProblem = async (ctx: Context, request: FastifyRequest): Promise<string | undefined> => {
  const { "prefect-csrf-token": token, "prefect-csrf-client": client } = request.headers;
  if (typeof token !== "string") return "Missing CSRF token.";
  if (typeof client !== "string") return "Missing client identifier.";
  return (await isCsrfTokenValid(ctx, client, token)) ? undefined : "Invalid CSRF token or client identifier.";
};
