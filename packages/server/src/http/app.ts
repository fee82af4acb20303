import type { Route, Routes } from "@millrace/contract";
import Fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import type { Context } from "../context.ts";
import { allowOrigins } from "./allow-origins.ts";
import { answerErrors, answerUnreadablePath } from "./answer-errors.ts";
import { authenticate } from "./authenticate.ts";
import { bindRoutes, type RouteTable } from "./bind-routes.ts";
import { originOf } from "./caller.ts";
import { compressReplies } from "./compress-replies.ts";
import { observeRequests } from "./observe-requests.ts";
import { serveDocs } from "./serve-docs.ts";
import { answerUi, uiRequest } from "./serve-ui.ts";
import { serveUiSettings } from "./serve-ui-settings.ts";
import { takeBodies } from "./take-bodies.ts";

/** Milliseconds a client may take to send a request, so that none holds a connection for ever. */
const longestRequest = 300_000;
/** Bytes of a request's address and headers: the address of a next page of events holds the whole filter. */
const largestHead = 128 * 2 ** 10;

/** The HTTP side of a server: everything between a socket and the handlers. */
export const createApp = async (ctx: Context, table: RouteTable): Promise<FastifyInstance> => {
  const app = Fastify({
    bodyLimit: ctx.settings.maxRequestSize,
    exposeHeadRoutes: false,
    keepAliveTimeout: ctx.settings.keepAliveTimeout * 1000,
    requestTimeout: longestRequest,
    http: { maxHeaderSize: largestHead },
    routerOptions: { maxParamLength: 16_384 },
    frameworkErrors: (_error, _request, reply: FastifyReply) => answerUnreadablePath(reply),
    genReqId: () => ctx.newId(),
  });
  takeBodies(app);
  answerErrors(app, ctx);
  answerUnknownPaths(app, ctx, table);
  allowOrigins(app, ctx);
  observeRequests(app, ctx);
  authenticate(app, ctx);
  noteActivity(app, ctx);
  compressReplies(app, ctx);
  serveDocs(app, ctx);
  serveUiSettings(app, ctx);
  await app.register(async (api) => bindRoutes(api, ctx, table), { prefix: ctx.settings.basePath });
  return app;
};

/** What looks whether the server lives, or when it is needed next, does not keep it awake. */
const noteActivity = (app: FastifyInstance, { activity, settings: { basePath } }: Context): void => {
  const quiet = new Set(["/health", "/ready", "/metrics", "/admin/next-wake"].map((path) => `${basePath}${path}`));
  app.addHook("onRequest", async (request) => {
    if (!quiet.has(request.routeOptions.url ?? "")) activity.note();
  });
};

/** Answers pages, and tells an unknown path (404) from a known one called the wrong way (405) or with the wrong slash at its end (307). */
const answerUnknownPaths = (app: FastifyInstance, ctx: Context, table: RouteTable): void => {
  app.setNotFoundHandler((request, reply) => {
    const page = uiRequest(request, ctx.settings);
    if (page !== undefined) return answerUi(page, { ctx, request, reply });
    const [path = "", ...query] = (request.raw.url ?? "").split("?");
    const methods = methodsAt(path, ctx, table);
    if (methods.length > 0) return reply.code(405).header("allow", methods.join(", ")).send({ detail: "Method Not Allowed" });
    const other = path.endsWith("/") ? path.slice(0, -1) : `${path}/`;
    if (methodsAt(other, ctx, table).length === 0) return reply.code(404).send({ detail: "Not Found" });
    return reply
      .code(307)
      .header("location", `${originOf(request)}${[other, ...query].join("?")}`)
      .send();
  });
};

const methodsAt = (path: string, ctx: Context, table: RouteTable): readonly string[] => {
  const { basePath } = ctx.settings;
  const all = Object.values(table).flatMap(({ routes }: { routes: Routes }) => Object.values(routes));
  const here = path.startsWith(basePath) ? path.slice(basePath.length) : path;
  return [...new Set(all.filter((route) => patternOf(route).test(here)).map((route) => route.method))];
};

const patternOf = ({ path, params }: Route): RegExp => {
  const segment = (name: string): string => (params?.properties[name]?.format === "uuid" ? "[0-9a-fA-F-]{32,36}" : "[^/]+");
  return new RegExp(`^${path.replaceAll(/:(\w+)/g, (_, name: string) => segment(name))}$`);
};
