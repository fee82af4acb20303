import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServerUnderTest } from "./servers.ts";
import { type Program, startProgram } from "./start-program.ts";

/** The interpreter with the pinned Python client, which `make interop` names. */
export const pythonInterpreter = process.env.MILLRACE_TEST_PYTHON;

const flowsFolder = join(import.meta.dirname, "..", "flows");

/** The environment of a Python process that has nothing but the server's address. */
export const pythonEnvironment = (server: ServerUnderTest, home: string): Record<string, string> => ({
  PREFECT_HOME: home,
  PREFECT_LOCAL_STORAGE_PATH: join(home, "storage"),
  PREFECT_API_URL: server.url,
  PREFECT_LOGGING_COLORS: "false",
  PREFECT_SERVER_ANALYTICS_ENABLED: "false",
  PREFECT_RUNNER_POLL_FREQUENCY: "2",
  PYTHONUNBUFFERED: "1",
  PYTHONDONTWRITEBYTECODE: "1",
  ...(server.authString === undefined ? {} : { PREFECT_API_AUTH_STRING: server.authString }),
});

export interface Script {
  /** File in `interop/flows`, in Python or in TypeScript. */
  readonly file: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds it may take; more than any script needs on a busy machine. */
  readonly timeout?: number;
}

/** Starts a script of `interop/flows` against a server; its home folder is the caller's to remove. */
export const startScript = (server: ServerUnderTest, home: string, { file, args = [], env = {} }: Script): Program => {
  if (pythonInterpreter === undefined) throw new Error("MILLRACE_TEST_PYTHON names no interpreter; run the tests with `make interop`.");
  const interpreter = file.endsWith(".ts") ? process.execPath : pythonInterpreter;
  return startProgram(interpreter, [file, ...args], { cwd: flowsFolder, env: { ...pythonEnvironment(server, home), ...env } });
};

export interface ScriptResult {
  readonly ended: number | string;
  readonly output: string;
}

/** A home folder for Python processes, gone when the work is done. */
export const withHome = async <T>(work: (home: string) => Promise<T>): Promise<T> => {
  const home = await mkdtemp(join(tmpdir(), "millrace-interop-"));
  try {
    return await work(home);
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
};

/** Runs a script to its end, or ends it when it takes far too long. */
export const runScript = (server: ServerUnderTest, script: Script): Promise<ScriptResult> =>
  withHome(async (home) => {
    const program = startScript(server, home, script);
    const timeout = setTimeout(() => void program.stop(), script.timeout ?? 200_000);
    try {
      return { ended: await program.ended, output: program.output() };
    } finally {
      clearTimeout(timeout);
      await program.stop();
    }
  });

/** What a script printed as JSON on every line that begins with a title. */
export const readPrinted = <T>(output: string, title: string): readonly T[] =>
  output
    .split("\n")
    .filter((line) => line.startsWith(`${title} `))
    .map((line) => JSON.parse(line.slice(title.length)) as T);
