import type { AnySchema, Route, Routes } from "@millrace/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Context, Reply } from "../context.ts";
import { InvalidRequest } from "../wire/problems.ts";
import { read } from "../wire/read.ts";
import { parseUuid } from "../wire/read-scalars.ts";
import type { Body } from "./body.ts";
import { callerOf } from "./caller.ts";

/** Every route with its handler, by noun. */
export type RouteTable = Readonly<Record<string, { readonly routes: Routes; readonly handlers: Readonly<Record<string, unknown>> }>>;

type AnyHandler = (input: { ctx: Context } & Readonly<Record<string, unknown>>) => unknown;

/** Registers each route of the table: read what came in, call the handler, print what it returns. */
export const bindRoutes = (app: FastifyInstance, ctx: Context, table: RouteTable): void => {
  for (const { routes, handlers } of Object.values(table)) {
    for (const [name, route] of Object.entries(routes)) {
      if (route.access === "websocket") continue;
      const handler = handlers[name];
      if (typeof handler !== "function") throw new Error(`The route ${route.method} ${route.path} has no handler.`);
      app.route({
        method: route.method,
        url: route.path,
        handler: (request, reply) => answer({ ctx, route, handler: handler as AnyHandler }, request, reply),
      });
    }
  }
};

interface Bound {
  readonly ctx: Context;
  readonly route: Route;
  readonly handler: AnyHandler;
}

const answer = async ({ ctx, route, handler }: Bound, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
  if (!hasReadablePath(route, request)) {
    reply.callNotFound();
    return reply;
  }
  const result = await call(handler, { ctx, caller: callerOf(request, route.path), ...inputs(route, request) }, request);
  const { status, body, headers } = result instanceof Reply ? result : new Reply(usualStatus(route), result);
  reply.code(status).headers(headers);
  if (body === undefined && route.replies[status] === null) return reply.send();
  if (route.type !== undefined) return reply.type(route.type).send(body);
  return reply.type("application/json").send(JSON.stringify(body ?? null));
};

/** What a handler finds wrong with a body is told with the body as it was sent, before defaults were filled in. */
const call = async (handler: AnyHandler, input: Parameters<AnyHandler>[0], request: FastifyRequest): Promise<unknown> => {
  try {
    return await handler(input);
  } catch (error) {
    if (error instanceof InvalidRequest) throw new InvalidRequest(error.problems, (request.body as Body)?.json ?? null);
    throw error;
  }
};

/** A path parameter that is no UUID where one belongs means that there is no such route (server.md §1.1). */
const hasReadablePath = (route: Route, request: FastifyRequest): boolean => {
  const params = request.params as Record<string, string>;
  for (const [name, schema] of Object.entries(route.params?.properties ?? {})) {
    if (schema.format !== "uuid") continue;
    const uuid = parseUuid(params[name]);
    if (uuid === undefined) return false;
    params[name] = uuid;
  }
  return true;
};

const inputs = (route: Route, request: FastifyRequest) => ({
  params: route.params === undefined ? undefined : read(route.params, request.params, "path"),
  query: route.query === undefined ? undefined : read(route.query, request.query, "query"),
  body: route.body === undefined ? undefined : readBody(route.body, request.body as Body),
});

/** To the protocol's framework, null is no body; it misses the body only where that is no set of parameters. */
const readBody = (schema: AnySchema, body: Body): unknown => {
  const given = body?.json ?? null;
  if (given === null && schema.default !== undefined) return schema.default;
  if (given === null && schema["x-parameters"] !== true && schema.anyOf?.some(({ type }) => type === "null") !== true)
    throw new InvalidRequest([{ type: "missing", loc: ["body"], msg: "Field required", input: null }], null);
  return read(schema, given, "body");
};

const usualStatus = (route: Route): number => Number(Object.keys(route.replies)[0]);
