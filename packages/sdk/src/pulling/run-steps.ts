/** Steps of a deployment, in order: those that build and push it, and those that fetch its code (workers.md §16). */
import { resolve } from "node:path";
import type { Client } from "@millrace/client";
import type { JsonObject } from "@millrace/contract";
import { toError } from "../errors.ts";
import { LoadError } from "../loading/load-error.ts";
import { fillPlaceholders, isObject } from "../templating/placeholders.ts";
import { resolveReferences } from "../templating/references.ts";
import { pullFromAzure, pushToAzure } from "./azure.ts";
import { buildDockerImage, pushDockerImage } from "./docker-image.ts";
import { pullFromGcs, pushToGcs } from "./gcs.ts";
import { gitClone } from "./git-clone.ts";
import { pipInstallRequirements } from "./pip-install.ts";
import { pullFromRemoteStorage, pullWithBlock } from "./remote-storage.ts";
import { runShellScript } from "./run-shell-script.ts";
import { pullFromS3, pushToS3 } from "./s3.ts";
import { getText, type Step } from "./step.ts";

const setWorkingDirectory: Step = async ({ inputs, cwd }) => ({ directory: resolve(cwd, getText(inputs, "directory")) });

const steps: ReadonlyMap<string, Step> = new Map([
  ["build_docker_image", buildDockerImage],
  ["git_clone", gitClone],
  ["pip_install_requirements", pipInstallRequirements],
  ["pull_from_azure_blob_storage", pullFromAzure],
  ["pull_from_gcs", pullFromGcs],
  ["pull_from_remote_storage", pullFromRemoteStorage],
  ["pull_from_s3", pullFromS3],
  ["pull_with_block", pullWithBlock],
  ["push_docker_image", pushDockerImage],
  ["push_to_azure_blob_storage", pushToAzure],
  ["push_to_gcs", pushToGcs],
  ["push_to_s3", pushToS3],
  ["run_shell_script", runShellScript],
  ["set_working_directory", setWorkingDirectory],
]);

/** The step of a name; those of the protocol have lived in several modules over time. */
const findStep = (name: string): Step | undefined =>
  /^prefect(?:_aws|_azure|_docker|_gcp)?\./.test(name) ? steps.get(name.split(".").at(-1) ?? "") : undefined;

/** A step as it is written, its references not yet resolved. */
export interface WrittenStep {
  readonly index: number;
  readonly name: string;
  readonly inputs: JsonObject;
}

const readStep = (step: JsonObject, index: number): WrittenStep => {
  const [entry] = Object.entries(step);
  return { index, name: entry?.[0] ?? "", inputs: isObject(entry?.[1]) ? entry[1] : {} };
};

export interface StepsOptions {
  /** Where blocks and variables are looked up. */
  readonly client: Client;
  readonly steps: readonly JsonObject[];
  /** What each is called in an error, such as `the pull step`. */
  readonly what: string;
  /** Whose steps they are, for errors. */
  readonly deployment: string;
  /** What steps before these gave. */
  readonly outputs?: JsonObject;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
  readonly onStart?: (step: WrittenStep) => void;
  readonly onEnd?: (step: WrittenStep, outcome: "executed" | "failed") => void;
}

export interface StepsResult {
  readonly outputs: JsonObject;
  /** Where the last step that says so left off, absolute. */
  readonly directory: string;
}

/** What a step is told: outputs of those before it, then blocks and variables, then the environment. */
const resolveInputs = async ({ client, env }: StepsOptions, inputs: JsonObject, outputs: JsonObject): Promise<JsonObject> => {
  const filled = fillPlaceholders(inputs, outputs) ?? {};
  const resolved = await resolveReferences(client, filled);
  const read = fillPlaceholders(resolved, {}, { keepsMissing: true, env });
  return isObject(read) ? read : {};
};

const readBlock = async ({ client }: StepsOptions, typeSlug: string, name: string): Promise<JsonObject> => {
  const data = await resolveReferences(client, `{{ prefect.blocks.${typeSlug}.${name} }}`);
  return isObject(data) ? data : {};
};

/** Runs steps one after the other. Throws a `LoadError` naming the one that failed. */
export const runSteps = async (options: StepsOptions): Promise<StepsResult> => {
  const { what, deployment, env, log } = options;
  let directory = options.cwd;
  let outputs: JsonObject = options.outputs ?? {};
  for (const [index, step] of options.steps.entries()) {
    const written = readStep(step, index);
    const run = findStep(written.name);
    if (run === undefined) {
      throw new LoadError(
        `The deployment ${deployment} has ${what} "${written.name}", which this engine does not run. It runs ${[...steps.keys()].join(", ")}; or bake the code into the image.`,
      );
    }
    options.onStart?.(written);
    try {
      const inputs = await resolveInputs(options, written.inputs, outputs);
      const made = await run({ inputs, cwd: directory, env, log, readBlock: (slug, name) => readBlock(options, slug, name) });
      options.onEnd?.(written, "executed");
      outputs = { ...outputs, ...made, ...(typeof inputs.id === "string" ? { [inputs.id]: made } : {}) };
      if (typeof made.directory === "string") directory = made.directory;
    } catch (error) {
      options.onEnd?.(written, "failed");
      const cause = toError(error);
      throw new LoadError(
        `${what.replace(/^the/, "The")} ${index + 1} (${written.name}) of the deployment ${deployment} failed: ${cause.message}`,
        { cause },
      );
    }
  }
  return { outputs, directory };
};
