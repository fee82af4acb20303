/** The flow that runs a shell command: its lines are the run's log, its exit code decides how the run ends. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { flow, getLogger } from "@millrace/sdk";

interface ShellParameters {
  readonly command: string;
  /** Write its lines to the run's log. */
  readonly log_output?: boolean;
  /** Print its lines when they are not logged. */
  readonly stream_stdout?: boolean;
}

const forEachLine = async (stream: Readable | null, take: (line: string) => void): Promise<void> => {
  if (stream === null) return;
  for await (const line of createInterface({ input: stream })) take(line);
};

const exitOf = (child: ChildProcess): Promise<number | string | null> =>
  new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? signal));
  });

const runCommand = async ({ command, log_output: logs = true, stream_stdout: prints = true }: ShellParameters): Promise<void> => {
  const log = getLogger();
  const child = spawn(command, { shell: true, stdio: ["ignore", "pipe", "pipe"] });
  const exit = exitOf(child);
  await Promise.all([
    forEachLine(child.stdout, (line) => (logs ? log.info(line) : prints ? process.stdout.write(`${line}\n`) : undefined)),
    forEachLine(child.stderr, (line) => (logs ? log.warn(line) : prints ? process.stderr.write(`${line}\n`) : undefined)),
  ]);
  const code = await exit;
  if (code !== 0) throw new Error(`The command failed with exit code ${code}.`);
};

export interface ShellFlowOptions {
  readonly name: string;
  readonly runName?: string | undefined;
  readonly tags?: readonly string[] | undefined;
}

export const shellFlow = ({ name, runName, tags = [] }: ShellFlowOptions) =>
  flow({ name, runName, tags: ["shell", ...tags] }, (parameters: ShellParameters) => runCommand(parameters));

/** What runs of a served command load: this file and the name below. */
export const shell = shellFlow({ name: "shell" });
export const shellEntrypoint = `${fileURLToPath(import.meta.url)}:shell`;
