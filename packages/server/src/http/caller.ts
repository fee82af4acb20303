import type { FastifyRequest } from "fastify";
import type { Caller } from "../context.ts";
import { badRequest } from "../errors.ts";

/** The protocol version this server speaks (server.md §1.9). */
export const apiVersion = "0.8.4";
const newest = [0, 8, 4];
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

const readApiVersion = (text: string | undefined): readonly number[] => {
  if (text === undefined) return newest;
  if (!/^\d+\.\d+\.\d+$/.test(text)) {
    throw badRequest(`Invalid X-PREFECT-API-VERSION header format.Expected header in format 'x.y.z' but received ${text}`);
  }
  const version = text.split(".").map(Number);
  if (compare(version, oldest) < 0) {
    throw badRequest(`The request specified API version ${text} but this server requires version ${oldest.join(".")} or higher.`);
  }
  return version;
};

const readClientVersion = (agent: string | undefined): readonly number[] | undefined => {
  const match = /^prefect\/(\d+)\.(\d+)\.(\d+)/.exec(agent ?? "");
  return match === null ? undefined : match.slice(1).map(Number);
};

/** What the headers say of who calls (server.md §1.5). */
export const callerOf = (request: FastifyRequest): Caller => {
  const automationId = header(request, "prefect-automation-id");
  const name = header(request, "prefect-automation-name");
  return {
    clientVersion: readClientVersion(request.headers["user-agent"]),
    apiVersion: readApiVersion(header(request, "x-prefect-api-version")),
    automation:
      automationId === undefined
        ? undefined
        : { id: automationId, name: name === undefined ? null : Buffer.from(name, "base64").toString() },
    origin: `${request.protocol}://${request.headers.host ?? "localhost"}`,
  };
};
