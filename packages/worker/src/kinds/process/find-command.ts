import { engineCommand, splitWords } from "@millrace/sdk/supervision";
import type { WorkerSettings } from "../../settings.ts";
import { JobError, type JobSpec } from "../kind.ts";
import { findPython } from "./find-python.ts";

/** `flows.py:crawl` and `package.module.crawl` are Python's; everything else names a file or a package, and an export of it. */
export const isPython = (entrypoint: string): boolean => /\.py:|^[^:]+$/.test(entrypoint);

export interface RunCommand {
  readonly command: readonly string[];
  /** Whether it is the engine of this package, which may run in a process that waits for it. */
  readonly isOurs: boolean;
}

/** The command that carries out a run. Throws a `JobError` when there is none on this machine. */
export const findCommand = ({ run, deployment, command, env }: JobSpec, settings: WorkerSettings): RunCommand => {
  if (command !== undefined) return { command: splitWords(command), isOurs: false };
  const entrypoint = env.PREFECT__FLOW_ENTRYPOINT ?? deployment?.entrypoint ?? "";
  if (entrypoint === "" || !isPython(entrypoint)) return { command: [...engineCommand, run.id], isOurs: true };
  const python = findPython(settings, env.PATH);
  if (python !== undefined) return { command: [python, "-m", "prefect.engine", run.id], isOurs: false };
  throw new JobError(
    `${entrypoint} is a Python flow, and there is no Python here. Install it with the package prefect, or set MILLRACE_WORKER_PYTHON to its interpreter.`,
  );
};
