import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A program that runs beside the tests, and what it has printed so far. */
export interface Program {
  readonly process: ChildProcess;
  output(): string;
  /** Resolves with the exit code, or with the signal's name for a program that a signal ended. */
  readonly ended: Promise<number | string>;
  /** Resolves once a line of its output matches; fails, with all of the output, when it ends before. */
  printed(pattern: RegExp): Promise<void>;
  /** Asks it to end; insists after ten seconds. */
  stop(): Promise<void>;
}

/** Settings of the machine's own user must not reach the programs under test. */
const cleanEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || /^(PREFECT|MILLRACE|VITEST|NODE_OPTIONS|NODE_V8)/.test(name) ? [] : [[name, value]],
    ),
  );

const endGroup = ({ pid }: ChildProcess): void => {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // The group has ended by itself.
  }
};

/** Starts a program in the background, without the settings of whoever runs the tests. */
export const startProgram = (command: string, args: readonly string[], { cwd, env = {} }: ProgramOptions = {}): Program => {
  const child = spawn(command, args, {
    cwd,
    env: { ...cleanEnvironment(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, so that what it started can be ended with it.
    detached: true,
  });
  let text = "";
  const listeners = new Set<() => void>();
  const take = (chunk: Buffer): void => {
    text += chunk.toString();
    for (const listener of listeners) listener();
  };
  child.stdout.on("data", take);
  child.stderr.on("data", take);
  const ended = new Promise<number | string>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? signal ?? "unknown"));
  });
  return {
    process: child,
    output: () => text,
    ended,
    async printed(pattern) {
      const seen = new Promise<void>((resolve) => {
        const look = (): void => {
          if (pattern.test(text)) resolve(void listeners.delete(look));
        };
        listeners.add(look);
        look();
      });
      const early = ended.then((code) => {
        if (!pattern.test(text)) throw new Error(`${command} ended with ${code} before it printed ${pattern}:\n${text}`);
      });
      await Promise.race([seen, early]);
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return endGroup(child);
      const insist = setTimeout(() => endGroup(child), 10_000);
      child.kill("SIGTERM");
      await once(child, "close");
      clearTimeout(insist);
      endGroup(child);
    },
  };
};
