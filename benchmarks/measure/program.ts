import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** A server under measurement, in a process of its own. */
export interface Program {
  readonly url: string;
  /** Seconds from the start of the process to its first healthy answer. */
  readonly startSeconds: number;
  readonly pid: number;
  stop(): Promise<void>;
}

export interface Launch {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly limitSeconds: number;
}

export const findFreePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
};

const isHealthy = (url: string): Promise<boolean> =>
  fetch(`${url}/health`).then(
    (reply) => reply.ok,
    () => false,
  );

/** Starts a program that will answer at the URL. Throws what it printed when it does not in time. */
export const startProgram = async (url: string, { command: [path = "", ...args], environment, limitSeconds }: Launch): Promise<Program> => {
  const start = performance.now();
  const child = spawn(path, args, { env: { ...process.env, ...environment }, stdio: ["ignore", "ignore", "pipe"] });
  const printed: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => printed.push(text));
  while (!(await isHealthy(url))) {
    if (child.exitCode !== null || performance.now() - start > limitSeconds * 1000) {
      await stopChild(child);
      throw new Error(`${path} was not healthy within ${limitSeconds} s: ${printed.join("").slice(-2000)}`);
    }
    await pause(2);
  }
  return { url, startSeconds: (performance.now() - start) / 1000, pid: child.pid ?? 0, stop: () => stopChild(child) };
};

/** Ends a process, by force when it takes longer than 10 s. */
export const stopChild = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await ended;
  clearTimeout(late);
};

/** Megabytes a process has in memory; Linux only. */
export const readMemory = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? Number.NaN) / 1024;

/** The most it ever had. */
export const readPeakMemory = (pid: number): number =>
  Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? Number.NaN) / 1024;

/** Seconds of processor time a process has used, with its threads; Linux only, in hundredths. */
export const readProcessorSeconds = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
};
