/** A server that outlives the terminal: a process of its own that says when it is up. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CommandError } from "../../command.ts";
import type { Host } from "../../host.ts";

/** What the server in the background tells whoever started it. */
export interface Started {
  readonly url: string;
}

const program = fileURLToPath(new URL("../../../bin/millrace.js", import.meta.url));
/** The same that bin/millrace.js gives a server in the foreground. */
const nodeOptions = ["--max-semi-space-size=2"];
export const logPath = (home: string): string => join(home, "server.log");

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

/** Starts a server in a process of its own; resolves when it answers. Its output goes to `server.log` in the home directory. */
export const startInBackground = async (host: Host, home: string, args: readonly string[]): Promise<Started & { readonly pid: number }> => {
  mkdirSync(home, { recursive: true });
  const path = logPath(home);
  const log = openSync(path, "a", 0o600);
  const child = spawn(process.execPath, [...nodeOptions, program, "server", "start", ...args], {
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
