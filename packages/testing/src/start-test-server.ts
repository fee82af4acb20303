import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { type RunningServer, type ServerSettings, serverSettings, startServer } from "@millrace/server";
import { createTestClock, type TestClock } from "./test-clock.ts";

/** What an HTTP call came back with. */
export interface Answer<T = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export interface TestRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestServer extends RunningServer {
  readonly clock: TestClock;
  /** Sends a request to a path below the API's base; throws nothing, whatever the status. Text is sent as it is, else JSON. */
  call<T = unknown>(method: string, path: string, body?: unknown): Promise<Answer<T>>;
  /** The same with headers of one's own. */
  send<T = unknown>(request: TestRequest): Promise<Answer<T>>;
  /** The body of a call that must succeed. */
  ask<T = unknown>(method: string, path: string, body?: unknown): Promise<T>;
}

/** The settings of a server nobody configured, but for what a test asks. */
export const testSettings = (overrides: Partial<ServerSettings> = {}): ServerSettings => {
  const entries = Object.entries(serverSettings).map(([name, setting]) => [name, "default" in setting ? setting.default : undefined]);
  const defaults = Object.fromEntries(entries) as unknown as ServerSettings;
  return { ...defaults, port: 0, databaseUrl: "sqlite://", servicesEnabled: false, registerBlocks: false, ...overrides };
};

/** Starts a server on a clock of the test's own. Without a database URL it keeps its data in a file that goes with it. */
export const startTestServer = async (overrides: Partial<ServerSettings> = {}, clock = createTestClock()): Promise<TestServer> => {
  const quiet = () => undefined;
  const warn = (fields: object, message: string) => process.emitWarning(`${message} ${inspect(fields)}`);
  const log = { debug: quiet, info: quiet, warn: quiet, error: warn };
  const server = await startServer(testSettings(overrides), { clock, log });
  const send = async <T>({ method, path, body, headers = {} }: TestRequest): Promise<Answer<T>> => {
    const request = new Request(`http://test${server.ctx.settings.basePath}${path}`, { method, ...content(body, headers) });
    const response = await server.fetch(request);
    const answer = await response.text();
    const isJson = (response.headers.get("content-type") ?? "").includes("json") && answer !== "";
    return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(answer) : answer) as T };
  };
  return {
    ...server,
    clock,
    send,
    call: (method, path, body) => send({ method, path, body }),
    async ask<T>(method: string, path: string, body?: unknown) {
      const answer = await send<T>({ method, path, body });
      if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
  };
};

const content = (body: unknown, headers: Readonly<Record<string, string>>): RequestInit => {
  if (body === undefined) return { headers };
  return { body: typeof body === "string" ? body : JSON.stringify(body), headers: { "content-type": "application/json", ...headers } };
};

/** A name no other test has. */
export const uniqueName = (prefix: string): string => `${prefix}-${randomBytes(4).toString("hex")}`;
