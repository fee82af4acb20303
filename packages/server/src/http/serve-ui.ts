import type { FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.ts";
import type { ServerSettings } from "../settings.ts";
import { findUiFile, findUiPage } from "./ui-files.ts";
import { type UiRequest, uiRequestOf } from "./ui-paths.ts";

const notBuilt = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Millrace</title>
<h1>The web pages are not built</h1>
<p>This server runs from a clone in which nobody has built them yet. Run <code>make ui</code> there and load this page again.</p>
<p>The API works without: see <a href="docs">its reference</a>.</p></html>`;

const isBrowsing = (request: FastifyRequest): boolean => (request.headers.accept ?? "").includes("text/html");

/** What of the pages a request is for, if anything; it then needs no credentials, as the pages hold nothing secret. */
export const uiRequest = (request: FastifyRequest, settings: ServerSettings): UiRequest | undefined => {
  if (request.method !== "GET" && request.method !== "HEAD") return undefined;
  const found = uiRequestOf(request.raw.url ?? "", settings);
  return found?.kind === "unknown" && !isBrowsing(request) ? undefined : found;
};

/**
 * Nothing comes from elsewhere and no text becomes code. Pictures may: artifacts show those that flows name. Pages may call
 * the API that the settings name besides the one they came from.
 */
const policyFor = (nonce: string, { uiApiUrl }: ServerSettings): string => {
  const api = uiApiUrl !== undefined && URL.canParse(uiApiUrl) ? new URL(uiApiUrl).origin : undefined;
  const connect = api === undefined ? [] : [api, api.replace(/^http/, "ws")];
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob: http: https:",
    "font-src 'self'",
    "worker-src 'self'",
    "frame-src 'self'",
    ["connect-src 'self'", ...connect].join(" "),
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'self'",
  ].join("; ");
};

/** The page that draws diagrams, which pages show in a frame. What draws them writes styles, but nothing in it can call anybody. */
const diagramPage = "diagram.html";
const diagramPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join("; ");

/**
 * Addresses in the page are relative to its base, and the base to the path it was asked by: so it works under any path, a
 * proxy's that this server never sees included.
 */
const pathToTop = (path: string): string => "../".repeat(path.split("/").length - 1) || "./";

const answerPage = async ({ kind, path }: UiRequest, { ctx, reply }: Answering): Promise<FastifyReply> => {
  const { settings } = ctx;
  const page = await findUiPage(settings.uiFolder);
  reply.header("cache-control", "no-cache").type("text/html; charset=utf-8");
  if (page === undefined) return reply.code(503).send(notBuilt);
  const nonce = ctx.newId();
  reply
    .code(kind === "page" ? 200 : 404)
    .header("content-security-policy", policyFor(nonce, settings))
    .header("referrer-policy", "same-origin")
    .header("x-content-type-options", "nosniff");
  return reply.send(
    page
      .replace('<base href="/"', `<base href="${pathToTop(path)}"`)
      .replace('name="style-nonce" content=""', `name="style-nonce" content="${nonce}"`),
  );
};

interface Answering {
  readonly ctx: Context;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Answers what a request asks of the pages: a file, or the page that finds out by its own path what to show. */
export const answerUi = async (asked: UiRequest, answering: Answering): Promise<FastifyReply> => {
  const { ctx, request, reply } = answering;
  if (asked.kind === "page" && asked.path === "") {
    const [path = "", query] = (request.raw.url ?? "").split("?");
    const last = path.endsWith("/") ? "" : `${path.split("/").at(-1)}/`;
    return reply
      .code(307)
      .header("location", `./${last}dashboard${query === undefined ? "" : `?${query}`}`)
      .send();
  }
  if (asked.kind !== "file") return answerPage(asked, answering);
  const accepted = String(request.headers["accept-encoding"] ?? "");
  const file = await findUiFile(asked.path, { folder: ctx.settings.uiFolder, accepted });
  if (file === undefined) return reply.code(404).send({ detail: "Not Found" });
  if (asked.path === diagramPage) reply.header("content-security-policy", diagramPolicy);
  return reply.headers(file.headers).send(file.bytes);
};
