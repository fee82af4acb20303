import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Context } from "../context.ts";
import { requestDuration } from "../observability/instruments.ts";
import type { RequestSpan } from "../observability/tracer.ts";

/** The path as the route table has it, never with what a caller put in it; `other` where there is no such route. */
const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? "other";

/** Measures and traces requests, as far as somebody looks. */
export const observeRequests = (app: FastifyInstance, ctx: Context): void => {
  if (ctx.meter.isOn) measureRequests(app, ctx);
  if (ctx.tracer.isOn) traceRequests(app, ctx);
};

const measureRequests = (app: FastifyInstance, { meter }: Context): void => {
  app.addHook("onResponse", async (request, reply) => {
    const labels = [routeOf(request), request.method, `${Math.floor(reply.statusCode / 100)}xx`];
    meter.observe(requestDuration, labels, reply.elapsedTime / 1000);
  });
};

const traceRequests = (app: FastifyInstance, { tracer }: Context): void => {
  const spans = new WeakMap<FastifyRequest, RequestSpan>();
  app.addHook("onRequest", (request, _reply, done) => {
    const route = routeOf(request);
    const attributes = { "http.request.method": request.method, "http.route": route, "millrace.request.id": request.id };
    const span = tracer.startRequest({ name: `${request.method} ${route}`, attributes, headers: request.headers });
    spans.set(request, span);
    span.within(done);
  });
  // Reading the body has led out of the span's own context.
  app.addHook("preHandler", (request, _reply, done) => {
    const span = spans.get(request);
    if (span === undefined) done();
    else span.within(done);
  });
  app.addHook("onResponse", async (request, reply) => {
    spans.get(request)?.end({ "http.response.status_code": reply.statusCode }, reply.statusCode >= 500);
  });
};
