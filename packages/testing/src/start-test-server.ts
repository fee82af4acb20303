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

export interface TestServer extends RunningServer {
  readonly clock: TestClock;
  /** Sends a request to a path below the API's base; throws nothing, whatever the status. */
  call<T = unknown>(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer<T>>;
  /** The body of a call that must succeed. */
  ask<T = unknown>(method: string, path: string, body?: unknown): Promise<T>;
}

/** The settings of a server nobody configured, but for what a test asks. */
export const testSettings = (overrides: Partial<ServerSettings> = {}): ServerSettings => {
  const entries = Object.entries(serverSettings).map(([name, setting]) => [name, "default" in setting ? setting.default : undefined]);
  const defaults = Object.fromEntries(entries) as unknown as ServerSettings;
  return { ...defaults, port: 0, databaseUrl: "sqlite://", servicesEnabled: false, ...overrides };
};

/** Starts a server on a clock of the test's own. Without a database URL it keeps its data in a file that goes with it. */
export const startTestServer = async (overrides: Partial<ServerSettings> = {}, clock = createTestClock()): Promise<TestServer> => {
  const quiet = () => undefined;
  const log = { debug: quiet, info: quiet, warn: quiet, error: (fields: object, message: string) => process.emitWarning(`${message} ${inspect(fields)}`) };
  const server = await startServer(testSettings(overrides), { clock, log });
  const call = async <T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<T>> => {
    const text =
      body === undefined
        ? {}
        : { body: typeof body === "string" ? body : JSON.stringify(body), headers: { "content-type": "application/json", ...headers } };
    const response = await server.fetch(new Request(`http://test/api${path}`, { method, headers, ...text }));
    const answer = await response.text();
    const isJson = (response.headers.get("content-type") ?? "").includes("json") && answer !== "";
    return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(answer) : answer) as T };
  };
  return {
    ...server,
    clock,
    call,
    async ask<T>(method: string, path: string, body?: unknown) {
      const answer = await call<T>(method, path, body);
      if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
  };
};

/** A name no other test has. */
export const uniqueName = (prefix: string): string => `${prefix}-${randomBytes(4).toString("hex")}`;
