import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findFreePort, type Program, startProgram } from "./program.ts";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** Where the built package lies while benchmarks run; run.ts builds it. */
export const ourProgram = join(root, ".cache/package/bin/millrace.js");

export const buildPackage = (): void => {
  execFileSync(process.execPath, [join(root, "tools/build/main.ts")], { stdio: "inherit" });
};

/** A folder of a benchmark's own. On a real disk, where /tmp is one: what is durable has to be. */
export const withFolder = async <T>(use: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), "millrace-bench-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

export interface ServerOptions {
  /** Holds the database and everything else the server keeps. */
  readonly folder: string;
  readonly databaseUrl?: string | undefined;
  /** Options of Node itself, to profile with. */
  readonly nodeOptions?: readonly string[];
  readonly services?: boolean;
  /** Whether Prefect's server serves its pages too; ours always does. */
  readonly pages?: boolean;
  /** Put before the command, to run it within limits. */
  readonly within?: readonly string[];
}

const environmentOf = ({ folder, databaseUrl }: ServerOptions): Record<string, string> => ({
  PREFECT_HOME: folder,
  PREFECT_PROFILES_PATH: join(folder, "profiles.toml"),
  PREFECT_SERVER_ANALYTICS_ENABLED: "false",
  PREFECT_LOGGING_TO_API_ENABLED: "false",
  ...(databaseUrl === undefined ? {} : { PREFECT_SERVER_DATABASE_CONNECTION_URL: databaseUrl }),
});

export const startMillrace = async (options: ServerOptions): Promise<Program> => {
  const port = await findFreePort();
  const { nodeOptions = [], services = true, within = [] } = options;
  const command = [...within, process.execPath, ...nodeOptions, ourProgram, "server", "start", "--port", String(port)];
  return startProgram(`http://127.0.0.1:${port}/api`, {
    command: services ? command : [...command, "--no-services"],
    environment: environmentOf(options),
    limitSeconds: 30,
  });
};

/** The Python environment with the real server; undefined with a reason printed when this machine cannot have one. */
const findPrefect = (): string | undefined => {
  try {
    const folder = execFileSync(join(root, "tools/setup/python-client"), { stdio: ["ignore", "pipe", "ignore"], timeout: 300_000 })
      .toString()
      .trim();
    const program = join(folder, "bin/prefect");
    return existsSync(program) ? program : undefined;
  } catch {
    return undefined;
  }
};

let found: { readonly program: string | undefined } | undefined;

/** Path of the real `prefect`; undefined where Python is missing. Looked for once. */
export const prefectProgram = (): string | undefined => {
  found ??= { program: findPrefect() };
  return found.program;
};

export const startPrefect = async (program: string, options: ServerOptions): Promise<Program> => {
  const port = await findFreePort();
  const { pages = false } = options;
  return startProgram(`http://127.0.0.1:${port}/api`, {
    command: [program, "server", "start", "--port", String(port), ...(pages ? [] : ["--no-ui"])],
    environment: { ...environmentOf(options), PREFECT_SERVER_UI_ENABLED: String(pages) },
    limitSeconds: 120,
  });
};
