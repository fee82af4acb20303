import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export interface CommandOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** What it reads from its standard input. */
  readonly input?: string | undefined;
  /** Called with each line of both outputs. */
  readonly onLine?: (line: string) => void;
}

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. Rejects when it cannot be started. */
export const runCommand = async (
  [program = "", ...args]: readonly string[],
  { cwd, env, input, onLine = () => {} }: CommandOptions,
): Promise<CommandResult> => {
  const child = spawn(program, args, { cwd, env, stdio: ["pipe", "pipe", "pipe"] });
  // One that does not read what it is given says why by its end.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const read = async (stream: NodeJS.ReadableStream): Promise<string> => {
    const lines: string[] = [];
    for await (const line of createInterface({ input: stream })) {
      lines.push(line);
      onLine(line);
    }
    return lines.join("\n");
  };
  const outputs = Promise.all([read(child.stdout), read(child.stderr)]);
  const [code] = (await once(child, "close")) as [number | null];
  const [stdout, stderr] = await outputs;
  return { code: code ?? 1, stdout, stderr };
};
