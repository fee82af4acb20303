/** A server that outlives the terminal: a process of its own that says when it is up. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { CommandError } from "../../command.ts";
import type { Host } from "../../host.ts";
import { ownProgram } from "../../own-program.ts";
import type { BackgroundProcess } from "./pid-file.ts";

/** What the server in the background tells whoever started it. */
export interface Started {
  readonly url: string;
}

/** The same that bin/millrace.js gives a server in the foreground. */
const nodeOptions = ["--max-semi-space-size=8"];
export const logPath = (home: string, name: BackgroundProcess = "server"): string => join(home, `${name}.log`);

/** Marks the process that is to be the server, for itself and for whoever looks for it (cli.md §16). */
const mark = { PREFECT__SERVER_FINAL: "1" };

/** Tells the process that started this one in the background, if one did, that the server is up. */
export const tellStarted = ({ env }: Host, started: Started): void => {
  if (env.PREFECT__SERVER_FINAL !== mark.PREFECT__SERVER_FINAL) return;
  process.send?.(started, () => process.disconnect?.());
};

const readSince = (path: string, start: number): string => readFileSync(path).subarray(start).toString().trim();

const waitForStart = (child: ChildProcess, path: string): Promise<Started> => {
  const logStart = statSync(path).size;
  return new Promise((resolve, reject) => {
    child.once("message", (message) => resolve(message as unknown as Started));
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new CommandError(readSince(path, logStart) || `The server ended at once with exit code ${code}. See ${path}.`)),
    );
  });
};

export interface Detached {
  readonly home: string;
  readonly name: BackgroundProcess;
  /** The command line that starts it. */
  readonly words: readonly string[];
}

/** Starts a command in a process of its own; resolves when it says that it is up. Its output goes to a log in the home directory. */
export const startDetached = async (host: Host, { home, name, words }: Detached): Promise<Started & { readonly pid: number }> => {
  mkdirSync(home, { recursive: true });
  const path = logPath(home, name);
  const log = openSync(path, "a", 0o600);
  const child = spawn(process.execPath, [...nodeOptions, ownProgram, ...words], {
    cwd: host.cwd,
    env: { ...host.env, ...mark },
    detached: true,
    stdio: ["ignore", log, log, "ipc"],
  });
  try {
    const started = await waitForStart(child, path);
    return { ...started, pid: child.pid ?? 0 };
  } finally {
    closeSync(log);
    child.removeAllListeners();
    if (child.connected) child.disconnect();
    child.unref();
  }
};

/** Starts a server in a process of its own; resolves when it answers. */
export const startInBackground = (host: Host, home: string, args: readonly string[]): Promise<Started & { readonly pid: number }> =>
  startDetached(host, { home, name: "server", words: ["server", "start", ...args] });
