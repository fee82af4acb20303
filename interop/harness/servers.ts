import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPostgresDatabase } from "@millrace/testing";
import { type Program, startProgram } from "./start-program.ts";

/** A server that the Python client talks to. */
export interface ServerUnderTest {
  readonly name: "millrace" | "prefect";
  /** Where its API answers, such as http://127.0.0.1:4200/api. */
  readonly url: string;
  readonly authString?: string;
}

export interface StartedServer extends ServerUnderTest {
  readonly program: Program;
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** Settings, as environment variables with the names people know. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Settings under which two servers come to the same on a busy machine. */
export const calmSettings = {
  // A run may start many seconds late; it must not be called Late on one server alone.
  PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS: "600",
  // The reference plans schedules in passes of this length.
  PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS: "5",
  // Listeners to logs are off by default.
  PREFECT_SERVER_LOGS_STREAM_OUT_ENABLED: "true",
  PREFECT_SERVER_LOGS_STREAM_PUBLISHING_ENABLED: "true",
};

export const millraceCommand = join(import.meta.dirname, "..", "..", "packages", "cli", "bin", "millrace.js");

const findFreePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (typeof address === "object" && address !== null ? resolve(address.port) : reject(new Error("no port"))));
    });
  });

const isHealthy = (url: string): Promise<boolean> =>
  fetch(`${url}/health`).then(
    (response) => response.ok,
    () => false,
  );

/** Waits until a server answers; says what it printed when it never does. */
const untilHealthy = async (url: string, program: Program): Promise<void> => {
  const deadline = Date.now() + 120_000;
  while (!(await isHealthy(url))) {
    const { exitCode } = program.process;
    if (exitCode !== null || Date.now() > deadline) throw new Error(`The server at ${url} did not start:\n${program.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

type Command = (port: number) => readonly [command: string, ...args: string[]];

const start = async (name: ServerUnderTest["name"], command: Command, { env = {} }: ServerOptions): Promise<StartedServer> => {
  const home = await mkdtemp(join(tmpdir(), `millrace-interop-${name}-`));
  const port = await findFreePort();
  const [program, ...args] = command(port);
  const started = startProgram(program, args, {
    cwd: home,
    env: { PREFECT_HOME: home, MILLRACE_HOME: home, PREFECT_SERVER_ANALYTICS_ENABLED: "false", ...env },
  });
  const url = `http://127.0.0.1:${port}/api`;
  const stop = async (): Promise<void> => {
    await started.stop();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await untilHealthy(url, started);
  } catch (error) {
    await stop();
    throw error;
  }
  const authString = env.PREFECT_SERVER_API_AUTH_STRING;
  return { name, url, program: started, stop, ...(authString === undefined ? {} : { authString }) };
};

/** Starts Millrace as people do: the command, in a process of its own, on a new database. */
export const startMillrace = (options: ServerOptions = {}): Promise<StartedServer> =>
  start("millrace", (port) => [process.execPath, millraceCommand, "server", "start", "--port", String(port)], options);

/** Starts the server that the Python package brings. */
export const startPrefect = (python: string, options: ServerOptions = {}): Promise<StartedServer> =>
  start("prefect", (port) => [python, "-m", "prefect", "server", "start", "--port", String(port)], options);

/** A PostgreSQL address as the Python server spells it, and ours takes it. */
export const pythonUrl = (url: string): string => url.replace(/^postgres(ql)?:/, "postgresql+asyncpg:");

type Start = (options: ServerOptions) => Promise<StartedServer>;

const startOnPostgres = async (startIt: Start, url: string, { env = {} }: ServerOptions): Promise<StartedServer> => {
  const database = await createPostgresDatabase(url);
  try {
    const started = await startIt({ env: { ...env, PREFECT_SERVER_DATABASE_CONNECTION_URL: pythonUrl(database.url) } });
    const stop = async (): Promise<void> => {
      await started.stop();
      await database.drop();
    };
    return { ...started, stop };
  } catch (error) {
    await database.drop();
    throw error;
  }
};

/** Starts our server on a PostgreSQL database of its own, which goes with it. */
export const startMillraceOnPostgres = (url: string, options: ServerOptions): Promise<StartedServer> =>
  startOnPostgres(startMillrace, url, options);

/** Starts the Python package's server on a PostgreSQL database of its own, which goes with it. */
export const startPrefectOnPostgres = (python: string, url: string, options: ServerOptions): Promise<StartedServer> =>
  startOnPostgres((more) => startPrefect(python, more), url, options);
