import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A program the demo started, and what it said when it was ready. */
export interface Started {
  readonly said: string;
  stop(): Promise<void>;
}

interface Program {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** The line by which the program says that it is ready. */
  readonly ready: RegExp;
}

/** Starts a Node program and waits until it is ready. Throws with all it said when it ends before. */
export const startProgram = async ({ args, env, ready }: Program): Promise<Started> => {
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  const lines: string[] = [];
  const said = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on("line", (line) => {
        lines.push(line);
        if (ready.test(line)) resolve(line);
      });
    }
    child.once("exit", (code) => reject(new Error(`${args.join(" ")} ended with exit code ${code}:\n${lines.join("\n")}`)));
  });
  return { said, stop: () => stop(child) };
};

const stop = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
};

/** Runs a Node program to its end and gives what it printed. */
export const runProgram = async (args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> => {
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    text += part;
  });
  await once(child, "close");
  return text;
};
