/** A Docker engine, spoken to over HTTP on its socket. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import http, { type IncomingMessage, type RequestOptions } from "node:http";
import https from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { JobError } from "../kind.ts";

export interface EngineRequest {
  readonly method?: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Engine {
  /** Address as people write it. */
  readonly host: string;
  /** Gives the answer while it is still coming. Throws an `EngineError` for a refusal, a `JobError` when the engine is away. */
  readonly open: (request: EngineRequest) => Promise<IncomingMessage>;
  /** Gives the answer's JSON; undefined for an empty one. */
  readonly ask: <T = unknown>(request: EngineRequest) => Promise<T>;
  /** Ends every request under way. */
  readonly close: () => void;
  /** Fires when it is closed. */
  readonly closed: AbortSignal;
}

/** What the engine refused, in its own words. */
export class EngineError extends Error {
  override readonly name = "EngineError";
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

type Env = Readonly<Record<string, string | undefined>>;

const defaultHost = "unix:///var/run/docker.sock";

const tlsOf = ({ DOCKER_TLS_VERIFY, DOCKER_CERT_PATH }: Env): RequestOptions & https.RequestOptions => {
  if (!DOCKER_CERT_PATH) return {};
  const read = (name: string): Buffer => readFileSync(join(DOCKER_CERT_PATH, name));
  return { ca: read("ca.pem"), cert: read("cert.pem"), key: read("key.pem"), rejectUnauthorized: Boolean(DOCKER_TLS_VERIFY) };
};

interface Way {
  readonly isSecure: boolean;
  readonly options: RequestOptions;
}

/** How the engine of an address is reached. Throws a `JobError` for an address that is none. */
const wayTo = (host: string, env: Env): Way => {
  const url = URL.parse(host);
  if (url?.protocol === "unix:") return { isSecure: false, options: { socketPath: decodeURIComponent(url.pathname) } };
  if (url !== null && ["tcp:", "http:", "https:"].includes(url.protocol)) {
    const isSecure = url.protocol === "https:" || Boolean(env.DOCKER_TLS_VERIFY);
    const port = url.port || (isSecure ? "2376" : "2375");
    return { isSecure, options: { hostname: url.hostname, port, ...(isSecure ? tlsOf(env) : {}) } };
  }
  throw new JobError(`"${host}" is not the address of a Docker engine; write it like ${defaultHost} or tcp://127.0.0.1:2375.`);
};

const refusalOf = async (answer: IncomingMessage): Promise<EngineError> => {
  const body = await text(answer);
  let message = body.trim();
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === "object" && parsed !== null && "message" in parsed) message = String(parsed.message);
  } catch {
    // A proxy answers in its own way.
  }
  return new EngineError(answer.statusCode ?? 0, message);
};

/** The engine of an address, or of the environment. Nothing is asked before the first request. */
export const createEngine = (given: string | undefined, env: Env): Engine => {
  const host = given || env.DOCKER_HOST || defaultHost;
  const closing = new AbortController();
  const open = async ({ method = "GET", path, query, body, headers = {} }: EngineRequest): Promise<IncomingMessage> => {
    const { isSecure, options } = wayTo(host, env);
    const search = query === undefined ? "" : `?${new URLSearchParams(query)}`;
    const content = body === undefined ? undefined : JSON.stringify(body);
    const request = (isSecure ? https : http).request({
      ...options,
      method,
      path: path + search,
      headers: { host: "docker", ...(content === undefined ? {} : { "content-type": "application/json" }), ...headers },
      signal: closing.signal,
    });
    request.end(content);
    let answer: IncomingMessage;
    try {
      [answer] = (await once(request, "response")) as [IncomingMessage];
    } catch (error) {
      const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
      throw new JobError(
        `The Docker engine at ${host} cannot be reached (${reason}). Start it, or set DOCKER_HOST for the worker to the address of one.`,
      );
    }
    if ((answer.statusCode ?? 500) >= 400) throw await refusalOf(answer);
    return answer;
  };
  return {
    host,
    open,
    ask: async <T>(request: EngineRequest) => {
      const answer = await text(await open(request));
      return (answer === "" ? undefined : JSON.parse(answer)) as T;
    },
    close: () => closing.abort(),
    closed: closing.signal,
  };
};
