import { resolve } from "node:path";
import type { JsonObject } from "@millrace/contract";
import { LoadError } from "../loading/load-error.ts";
import { isObject } from "../templating/placeholders.ts";
import { type CommandResult, runCommand } from "./run-command.ts";
import { splitWords } from "./split-words.ts";
import { findText, getText, type Step } from "./step.ts";

const variablesOf = (inputs: JsonObject): Record<string, string> =>
  Object.fromEntries(Object.entries(isObject(inputs.env) ? inputs.env : {}).map(([name, value]) => [name, String(value)]));

const expand = (script: string, env: NodeJS.ProcessEnv): string =>
  script.replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, plain?: string) => env[braced ?? plain ?? ""] ?? whole);

/** Runs a script, line by line without a shell unless one is asked for (workers.md §16). */
export const runShellScript: Step = async ({ inputs, cwd, env: inherited, log }) => {
  const env = { ...inherited, ...variablesOf(inputs) };
  const written = getText(inputs, "script");
  const script = inputs.expand_env_vars === true ? expand(written, env) : written;
  const directory = resolve(cwd, findText(inputs, "directory") ?? ".");
  const onLine = inputs.stream_output === false ? () => {} : log;
  const lines = script.split("\n").filter((line) => line.trim() !== "");
  const commands = inputs.shell === true ? [["sh", "-c", script]] : lines.map(splitWords);
  const results: CommandResult[] = [];
  for (const command of commands) {
    const result = await runCommand(command, { cwd: directory, env, onLine });
    results.push(result);
    if (result.code !== 0) {
      throw new LoadError(`"${command.join(" ")}" ended with exit code ${result.code}: ${result.stderr || result.stdout}`);
    }
  }
  const join = (name: "stdout" | "stderr"): string =>
    results
      .map((result) => result[name])
      .filter(Boolean)
      .join("\n");
  return { stdout: join("stdout"), stderr: join("stderr") };
};
