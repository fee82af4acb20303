import { readFile } from "node:fs/promises";
import type { FastifyInstance } from "fastify";
import type { Context } from "../context.ts";

/** Nothing of the page comes from elsewhere, and nothing it does goes elsewhere. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:";

/**
 * Serves the OpenAPI document and a page to read and try it, beside the API and at the root, where they need no credentials
 * (server.md §1.6). Both cost nothing until somebody asks for them.
 */
export const serveDocs = (app: FastifyInstance, { settings: { basePath } }: Context): void => {
  let document: string | undefined;
  for (const base of new Set(["", basePath])) {
    app.get(`${base}/openapi.json`, async (_request, reply) => {
      document ??= (await import("./api-document.ts")).printApiDocument(basePath);
      return reply.type("application/json").send(document);
    });
    app.get(`${base}/docs`, async (_request, reply) => {
      const page = await readFile(new URL("./docs-page.html", import.meta.url), "utf8");
      return reply.header("content-security-policy", policy).type("text/html; charset=utf-8").send(page);
    });
  }
};
