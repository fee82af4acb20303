import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { findProgram } from "./programs.ts";
import type { Place } from "./service.ts";

export interface Program {
  readonly path: string;
  readonly args: readonly string[];
  /** What it prints once it takes connections. */
  readonly ready: RegExp;
  readonly stopSignal: NodeJS.Signals;
}

const startLimitMillis = 60_000;

/**
 * The command as the account of the place runs it. On Linux the kernel also stops it should we be killed, so that no
 * database outlives its test run.
 */
const asAccount = (command: readonly string[], account: string | undefined): readonly string[] => {
  const setpriv = process.platform === "linux" ? findProgram("setpriv") : undefined;
  if (setpriv === undefined) return account === undefined ? command : ["runuser", "-u", account, "--", ...command];
  const who = account === undefined ? [] : [`--reuid=${account}`, `--regid=${account}`, "--init-groups"];
  return [setpriv, ...who, "--pdeathsig=INT", ...command];
};

const launch = (command: readonly string[], { account, folder }: Place): ChildProcess => {
  const [path = "", ...args] = asAccount(command, account);
  return spawn(path, args, { cwd: folder, detached: true, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, LC_ALL: "C" } });
};

const collectLines = (child: ChildProcess, take: (line: string) => void): void => {
  for (const stream of [child.stdout, child.stderr]) if (stream !== null) createInterface({ input: stream }).on("line", take);
};

/** Runs a program to its end. Throws with what it printed when it fails. */
export const runProgram = async (command: readonly string[], place: Place): Promise<void> => {
  const child = launch(command, place);
  const lines: string[] = [];
  collectLines(child, (line) => lines.push(line));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${command[0]} failed with exit code ${code}:\n${lines.join("\n")}`);
};

/** Starts a program and waits until it says that it is ready. Throws with what it printed when it ends or stays silent. */
export const startProgram = async ({ path, args, ready, stopSignal }: Program, place: Place): Promise<() => Promise<void>> => {
  const child = launch([path, ...args], place);
  const lines: string[] = [];
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`${path} ${why}:\n${lines.slice(-20).join("\n")}`));
    const limit = setTimeout(() => fail(`was not ready within ${startLimitMillis / 1000} s`), startLimitMillis);
    collectLines(child, (line) => {
      lines.push(line);
      if (!ready.test(line)) return;
      clearTimeout(limit);
      resolve();
    });
    child.once("exit", (code) => {
      clearTimeout(limit);
      fail(`ended with exit code ${code}`);
    });
    child.once("error", reject);
  });
  return async () => {
    child.kill(stopSignal);
    await closed;
  };
};

/** A TCP port of the loopback that nobody uses now. */
export const findFreePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("The loopback gave no port.");
  return address.port;
};
