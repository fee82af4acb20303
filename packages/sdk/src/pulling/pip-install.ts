import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { LoadError } from "../loading/load-error.ts";
import { runCommand } from "./run-command.ts";
import { findText, type Step } from "./step.ts";

/** The interpreter of the virtual environment in use, or else of the search path. */
const findPython = ({ VIRTUAL_ENV: venv }: NodeJS.ProcessEnv): string => {
  const python = venv === undefined ? undefined : join(venv, "bin", "python");
  return python !== undefined && existsSync(python) ? python : "python3";
};

/** Installs the packages that Python flows need (workers.md §16). */
export const pipInstallRequirements: Step = async ({ inputs, cwd, env, log }) => {
  const directory = resolve(cwd, findText(inputs, "directory") ?? ".");
  const file = findText(inputs, "requirements_file") ?? "requirements.txt";
  const onLine = inputs.stream_output === false ? () => {} : log;
  const { code, stdout, stderr } = await runCommand([findPython(env), "-m", "pip", "install", "-r", file], { cwd: directory, env, onLine });
  if (code !== 0) throw new LoadError(`The packages of ${file} could not be installed: ${stderr || stdout}`);
  return { stdout, stderr };
};
