import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Context } from "../context.ts";
import type { ServerSettings } from "../settings.ts";

type Rules = Pick<ServerSettings, "corsOrigins" | "corsMethods" | "corsHeaders">;

const everyMethod = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/** Headers that every page may send, whatever the settings say. */
const safeHeaders = ["Accept", "Accept-Language", "Content-Language", "Content-Type"];

const isAny = (list: readonly string[]): boolean => list.includes("*");

/** Lets pages of the allowed origins call the API, and answers when a browser asks what they may do (server.md §1.5). */
export const allowOrigins = (app: FastifyInstance, { settings }: Context): void => {
  app.addHook("onRequest", async (request, reply) => {
    const { origin } = request.headers;
    if (origin === undefined) return;
    const anyOrigin = isAny(settings.corsOrigins);
    if (anyOrigin) reply.header("access-control-allow-origin", "*");
    else {
      reply.header("vary", "Origin");
      if (settings.corsOrigins.includes(origin)) reply.header("access-control-allow-origin", origin);
    }
    if (request.method !== "OPTIONS" || request.headers["access-control-request-method"] === undefined) return;
    const { headers, refused } = preflight(request, settings);
    return reply
      .code(refused.length === 0 ? 200 : 400)
      .headers(headers)
      .type("text/plain; charset=utf-8")
      .send(refused.length === 0 ? "OK" : `Disallowed CORS ${refused.join(", ")}`);
  });
};

/** What a page may do, and which of the things it asked for are refused, in the protocol's words. */
const preflight = (
  { headers: { origin = "", ...asked } }: FastifyRequest,
  { corsOrigins, corsMethods, corsHeaders }: Rules,
): { readonly headers: Readonly<Record<string, string>>; readonly refused: readonly string[] } => {
  const methods = isAny(corsMethods) ? everyMethod : corsMethods;
  const listed = [...new Set([...safeHeaders, ...corsHeaders])].sort();
  const wanted = asked["access-control-request-headers"];
  const known = new Set(listed.map((name) => name.toLowerCase()));
  const refused = [
    ...(isAny(corsOrigins) || corsOrigins.includes(origin) ? [] : ["origin"]),
    ...(methods.includes(asked["access-control-request-method"] ?? "") ? [] : ["method"]),
    ...(isAny(corsHeaders) || (wanted ?? "accept").split(",").every((name) => known.has(name.trim().toLowerCase())) ? [] : ["headers"]),
  ];
  const allowed = isAny(corsHeaders) ? wanted : listed.join(", ");
  return {
    headers: {
      "access-control-allow-methods": methods.join(", "),
      "access-control-max-age": "600",
      ...(allowed === undefined ? {} : { "access-control-allow-headers": allowed }),
    },
    refused,
  };
};
