import type { Route, Routes } from "@millrace/contract";
import Fastify, { type FastifyInstance } from "fastify";
import type { Context } from "../context.ts";
import { allowOrigins } from "./allow-origins.ts";
import { authenticate } from "./authenticate.ts";
import { bindRoutes, type RouteTable } from "./bind-routes.ts";
import { type Body, parseBody } from "./body.ts";
import { originOf } from "./caller.ts";
import { compressReplies } from "./compress-replies.ts";
import { errorReply } from "./error-reply.ts";
import { observeRequests } from "./observe-requests.ts";
import { serveDocs } from "./serve-docs.ts";

/** The HTTP side of a server: everything between a socket and the handlers. */
export const createApp = async (ctx: Context, table: RouteTable): Promise<FastifyInstance> => {
  const app = Fastify({
    bodyLimit: ctx.settings.maxRequestSize,
    exposeHeadRoutes: false,
    keepAliveTimeout: ctx.settings.keepAliveTimeout * 1000,
    routerOptions: { maxParamLength: 16_384 },
    // A path that cannot be decoded names nothing.
    frameworkErrors: (_error, _request, reply) => reply.code(404).send({ detail: "Not Found" }),
    genReqId: () => ctx.newId(),
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (request, body, done) => {
    try {
      done(null, parseBody(body as Buffer, request.headers["content-type"]));
    } catch (error) {
      done(error as Error);
    }
  });
  answerErrors(app, ctx);
  answerUnknownPaths(app, ctx, table);
  allowOrigins(app, ctx);
  observeRequests(app, ctx);
  authenticate(app, ctx);
  noteActivity(app, ctx);
  compressReplies(app, ctx);
  serveDocs(app, ctx);
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

const tooLarge = (limit: number): string =>
  `The request's body is larger than ${limit} bytes. Send less at once, or raise MILLRACE_SERVER_API_MAX_REQUEST_SIZE.`;

const answerErrors = (app: FastifyInstance, ctx: Context): void => {
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode;
    // What is still on its way is let run out, since a connection that is cut off tells its caller nothing.
    if (status === 413) request.raw.resume();
    if (status === 413) return reply.code(413).send({ detail: tooLarge(ctx.settings.maxRequestSize) });
    if (status !== undefined && status >= 400 && status < 500) return reply.code(status).send({ detail: error.message });
    const { status: code, body, headers, bug } = errorReply(error, ctx.db.dialect, (request.body as Body)?.json);
    if (bug === true) ctx.log.error({ err: error, request: request.id, method: request.method, path: request.url }, "A request failed.");
    return reply
      .code(code)
      .headers(headers ?? {})
      .send(body);
  });
};

/** Tells an unknown path (404) from a known one called the wrong way (405) or with the wrong slash at its end (307). */
const answerUnknownPaths = (app: FastifyInstance, ctx: Context, table: RouteTable): void => {
  app.setNotFoundHandler((request, reply) => {
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
