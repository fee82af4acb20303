import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";

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

/** Whole lines of a stream, and what may follow the last one: what the other stream says must not land in the midst of one. */
const takeLines = (stream: Readable, take: (part: string) => void): void => {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const end = (rest + chunk).lastIndexOf("\n") + 1;
    const lines = (rest + chunk).slice(0, end);
    rest = (rest + chunk).slice(end);
    if (lines !== "") take(lines);
  });
  stream.on("end", () => take(rest));
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
  const take = (part: string): void => {
    text += part;
    for (const listener of listeners) listener();
  };
  for (const stream of [child.stdout, child.stderr]) takeLines(stream, take);
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
