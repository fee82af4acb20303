import type { FastifyInstance } from "fastify";
import { parseBody } from "./body.ts";

const anyType = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(?:;|$)/;

/** Takes bodies of every type, each read as its type says (server.md §1.1). */
export const takeBodies = (app: FastifyInstance): void => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (request, body, done) => {
    try {
      done(null, parseBody(body as Buffer, request.headers["content-type"]));
    } catch (error) {
      done(error as Error);
    }
  });
  // A type that is none is one of those no route takes, rather than a request nobody looks at.
  app.addHook("onRequest", async ({ headers }) => {
    const type = headers["content-type"];
    if (type !== undefined && !anyType.test(type)) headers["content-type"] = "application/octet-stream";
  });
};
