import type { FastifyRequest } from "fastify";
import type { Caller } from "../context.ts";
import { badRequest } from "../errors.ts";
import { parseUuid } from "../wire/read-scalars.ts";

/** The oldest protocol version this server understands (server.md §1.5). */
const oldest = [0, 8, 0];

const compare = (one: readonly number[], other: readonly number[]): number => {
  for (let index = 0; index < Math.max(one.length, other.length); index++) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

const header = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

const readApiVersion = (text: string | undefined): string | null => {
  if (text === undefined) return null;
  if (!/^\d+\.\d+\.\d+$/.test(text)) {
    throw badRequest(`Invalid X-PREFECT-API-VERSION header format.Expected header in format 'x.y.z' but received ${text}`);
  }
  if (compare(text.split(".").map(Number), oldest) < 0) {
    throw badRequest(`The request specified API version ${text} but this server requires version ${oldest.join(".")} or higher.`);
  }
  return text;
};

const readClientVersion = (agent: string | undefined): string | null => /^prefect\/(\d\S*)/.exec(agent ?? "")?.[1] ?? null;

/** These routes answer clients of any version, so that they can find out what they talk to. */
const versionless = new Set(["/health", "/version"]);

/** Scheme and host by which the caller reached this server. */
export const originOf = (request: FastifyRequest): string => {
  // A proxy that ends TLS says so; nobody but the caller sees what is made of it.
  const scheme = header(request, "x-forwarded-proto")?.split(",")[0]?.trim();
  return `${scheme === "https" ? "https" : request.protocol}://${request.headers.host ?? "localhost"}`;
};

/** Only a whole one is stored with what it creates: clients could not read lists with half of one. */
const readAutomation = (request: FastifyRequest): Caller["automation"] => {
  const id = parseUuid(header(request, "prefect-automation-id"));
  const name = Buffer.from(header(request, "prefect-automation-name") ?? "", "base64").toString();
  return id === undefined || name === "" ? null : { id, name };
};

/** What the headers say of who calls (server.md §1.5). Throws `bad-request` when the caller's protocol is not spoken here. */
export const callerOf = (request: FastifyRequest, path: string): Caller => {
  return {
    clientVersion: readClientVersion(request.headers["user-agent"]),
    apiVersion: versionless.has(path) ? null : readApiVersion(header(request, "x-prefect-api-version")),
    automation: readAutomation(request),
    isPage: /^(?:1|true|on|t|yes|y)$/i.test(header(request, "x-prefect-ui") ?? ""),
    origin: originOf(request),
  };
};
