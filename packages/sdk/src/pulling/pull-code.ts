/** Fetching the code of a deployment: its pull steps, in order (workers.md §16). */
import { resolve } from "node:path";
import { type Deployment, fromMicros, type Json, type JsonObject } from "@millrace/contract";
import { whereWeAre } from "@millrace/settings";
import { toError } from "../errors.ts";
import { LoadError } from "../loading/load-error.ts";
import type { Session } from "../session/session.ts";
import { fillPlaceholders, isObject } from "../templating/placeholders.ts";
import { resolveReferences } from "../templating/references.ts";
import { gitClone } from "./git-clone.ts";
import { runShellScript } from "./run-shell-script.ts";
import { getText, type Step } from "./step.ts";

const setWorkingDirectory: Step = async ({ inputs, cwd }) => ({ directory: resolve(cwd, getText(inputs, "directory")) });

const steps: ReadonlyMap<string, Step> = new Map([
  ["git_clone", gitClone],
  ["run_shell_script", runShellScript],
  ["set_working_directory", setWorkingDirectory],
]);

/** The step of a name; those of the protocol have lived in several modules over time. */
const findStep = (name: string): Step | undefined => (name.startsWith("prefect.") ? steps.get(name.split(".").at(-1) ?? "") : undefined);

export interface PullOptions {
  readonly session: Session;
  readonly flowRunId: string;
  readonly deployment: Pick<Deployment, "name" | "path" | "pull_steps">;
  readonly cwd: string;
  readonly log: (line: string) => void;
}

interface Written {
  readonly index: number;
  readonly name: string;
  readonly inputs: JsonObject;
}

const readStep = (step: JsonObject, index: number): Written => {
  const [entry] = Object.entries(step);
  return { index, name: entry?.[0] ?? "", inputs: isObject(entry?.[1]) ? entry[1] : {} };
};

const tell = ({ session, flowRunId }: PullOptions, { index, name, inputs }: Written, outcome: "executed" | "failed"): void => {
  session.client.events.emit({
    id: session.world.newId(),
    occurred: fromMicros(session.world.nowMicros()),
    event: `prefect.flow-run.pull-step.${outcome}`,
    resource: { "prefect.resource.id": `prefect.flow-run.${flowRunId}` },
    payload: { index, qualified_name: name, step_name: name.split(".").at(-1) ?? name, id: inputs.id ?? null, inputs },
  });
};

/** What a step is told: outputs of those before it, then blocks and variables, then the environment. */
const resolveInputs = async ({ session }: PullOptions, inputs: JsonObject, outputs: JsonObject): Promise<JsonObject> => {
  const filled = fillPlaceholders(inputs, outputs) ?? {};
  const resolved = await resolveReferences(session.client, filled);
  const read = fillPlaceholders(resolved, {}, { keepsMissing: true, env: whereWeAre().env });
  return isObject(read) ? read : {};
};

/** Runs the pull steps of a deployment; gives the directory its code is in. Throws a `LoadError` naming the step that failed. */
export const pullCode = async (options: PullOptions): Promise<string> => {
  const { deployment, cwd, log } = options;
  const base = whereWeAre().env.PREFECT__STORAGE_BASE_PATH ?? "";
  let directory = resolve(cwd, deployment.path?.replaceAll("$STORAGE_BASE_PATH", base) ?? ".");
  let outputs: Record<string, Json> = {};
  for (const [index, step] of (deployment.pull_steps ?? []).entries()) {
    const written = readStep(step, index);
    const run = findStep(written.name);
    if (run === undefined) {
      throw new LoadError(
        `The deployment ${deployment.name} has the pull step "${written.name}", which this engine does not run. It runs ${[...steps.keys()].join(", ")}; or bake the code into the image.`,
      );
    }
    try {
      const inputs = await resolveInputs(options, written.inputs, outputs);
      const made = await run({ inputs, cwd: directory, env: whereWeAre().env, log });
      tell(options, written, "executed");
      outputs = { ...outputs, ...made, ...(typeof inputs.id === "string" ? { [inputs.id]: made } : {}) };
      if (typeof made.directory === "string") directory = made.directory;
    } catch (error) {
      tell(options, written, "failed");
      const cause = toError(error);
      throw new LoadError(`The pull step ${index + 1} (${written.name}) of the deployment ${deployment.name} failed: ${cause.message}`, {
        cause,
      });
    }
  }
  return directory;
};
