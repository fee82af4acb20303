import { type Assignment, waitMark } from "../engine/wait-for-run.ts";
import { engineCommand } from "./engine-command.ts";
import { type RunProcess, startProcess } from "./run-process.ts";

/**
 * Starts a process that waits for a run to carry out, of a flow in a file of this extension; its outputs are piped. It ends with this
 * process unless it gets one.
 */
export const startWarmProcess = (extension: string, env: NodeJS.ProcessEnv): Promise<RunProcess> =>
  startProcess({ command: [...engineCommand, waitMark, extension], env, stdio: ["ignore", "pipe", "pipe", "ipc"] });

/** Gives a waiting process its run; from then on it lives by itself. */
export const assignRun = ({ child }: RunProcess, assignment: Assignment): void => {
  child.send(assignment);
};
