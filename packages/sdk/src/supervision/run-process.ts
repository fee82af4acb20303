/** A process that carries out a run, as its supervisor sees it. */
import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { type World, within } from "../session/world.ts";

export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Never rejects. */
  readonly ended: Promise<ProcessEnd>;
}

export interface RunCommand {
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string | undefined;
  readonly stdio: StdioOptions;
}

/** Starts a process in a group of its own: what interrupts the terminal is for the supervisor, which then ends its runs in order. */
export const startProcess = async ({ command: [program = "", ...args], env, cwd, stdio }: RunCommand): Promise<RunProcess> => {
  const child = spawn(program, args, { env, cwd, stdio, detached: true });
  await once(child, "spawn");
  const { promise: ended, resolve } = Promise.withResolvers<ProcessEnd>();
  child.once("exit", (code, signal) => resolve({ code, signal }));
  return { child, pid: child.pid ?? 0, ended };
};

/** Sends a signal to a process and to everything it started. */
export const signalGroup = ({ pid }: RunProcess, signal: NodeJS.Signals): void => {
  try {
    // Not a process that never came to be: 0 would be our own group.
    if (pid > 0) process.kill(-pid, signal);
  } catch {
    // It has ended.
  }
};

/** Ends a process and everything it started: with SIGTERM, and with SIGKILL what has not ended some seconds later. */
export const stopProcess = async (world: World, run: RunProcess, graceSeconds: number): Promise<void> => {
  signalGroup(run, "SIGTERM");
  await within(world, graceSeconds, run.ended);
  // Also where the process itself has ended: what it left behind may not outlive it.
  signalGroup(run, "SIGKILL");
  await run.ended;
};
