import { promisify } from "node:util";
import type { FastifyInstance } from "fastify";
import type { Context } from "../context.ts";

/** More effort would take a multiple of the time for a tenth of the bytes. */
const effort = 1;

/** Compresses replies from a size on, for clients that take gzip (server.md §1.1). The work is done beside the event loop. */
export const compressReplies = (app: FastifyInstance, { settings: { compressionSize } }: Context): void => {
  if (compressionSize === 0) return;
  app.addHook("onSend", async (request, reply, payload) => {
    const isText = typeof payload === "string";
    if (!isText || payload.length < compressionSize || reply.hasHeader("content-encoding")) return payload;
    const vary = reply.getHeader("vary");
    reply.header("vary", vary === undefined ? "Accept-Encoding" : `${String(vary)}, Accept-Encoding`);
    if (!takesGzip(request.headers["accept-encoding"])) return payload;
    const { gzip } = await import("node:zlib");
    reply.header("content-encoding", "gzip").removeHeader("content-length");
    return promisify(gzip)(payload, { level: effort });
  });
};

const takesGzip = (accepted: string | string[] | undefined): boolean =>
  String(accepted ?? "")
    .split(",")
    .some((coding) => /^\s*(?:x-)?gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*$)|$)/i.test(coding));
