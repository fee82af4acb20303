import type { IncomingMessage } from "node:http";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { Context } from "../context.ts";
import type { Body } from "./body.ts";
import { errorReply } from "./error-reply.ts";

const tooLarge = (limit: number): string =>
  `The request's body is larger than ${limit} bytes. Send less at once, or raise MILLRACE_SERVER_API_MAX_REQUEST_SIZE.`;

/** A path that cannot be decoded names nothing. */
export const answerUnreadablePath = (reply: FastifyReply): void => {
  reply.code(404).send({ detail: "Not Found" });
};

/** Bytes of a body nobody wants that are waited for. */
const mostLost = 256 * 2 ** 20;

/** Most callers look for no answer while they still send, and a connection that is cut off tells them nothing. */
const letRunOut = (request: IncomingMessage): Promise<void> =>
  new Promise((resolve) => {
    if (request.readableEnded || request.destroyed) return resolve();
    let left = mostLost;
    request.on("data", (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) resolve();
    });
    for (const end of ["end", "error", "close"]) request.once(end, () => resolve());
    request.resume();
  });

/** Answers what a handler threw, and what never got to one. Only what is our own fault goes into the log. */
export const answerErrors = (app: FastifyInstance, ctx: Context): void => {
  app.setErrorHandler(async (error: Error & { statusCode?: number }, request, reply) => {
    const { statusCode = 500, message } = error;
    if (statusCode === 413) {
      await letRunOut(request.raw);
      return reply.code(413).send({ detail: tooLarge(ctx.settings.maxRequestSize) });
    }
    if (statusCode >= 400 && statusCode < 500) return reply.code(statusCode).send({ detail: message });
    const { status, body, headers, bug } = errorReply(error, ctx.db.dialect, (request.body as Body)?.json);
    if (bug === true) ctx.log.error({ err: error, request: request.id, method: request.method, path: request.url }, "A request failed.");
    return reply
      .code(status)
      .headers(headers ?? {})
      .send(body);
  });
};
