import { resolve } from "node:path";
import type { Deployment } from "@millrace/contract";
import { LoadError } from "../loading/load-error.ts";

const setDirectory = "prefect.deployments.steps.set_working_directory";

/** The directory a deployment's code is in. Throws a `LoadError` for steps that fetch code, which this engine does not take. */
export const findPullDirectory = ({ name, path, pull_steps: steps }: Deployment, cwd: string): string => {
  let directory = resolve(cwd, path ?? ".");
  for (const step of steps ?? []) {
    for (const [kind, inputs] of Object.entries(step)) {
      const target = typeof inputs === "object" && inputs !== null && "directory" in inputs ? inputs.directory : undefined;
      if (kind !== setDirectory || typeof target !== "string") {
        throw new LoadError(
          `The deployment ${name} has the pull step "${kind}", which this version does not run. Bake the code into the image, or use ${setDirectory}.`,
        );
      }
      directory = resolve(directory, target);
    }
  }
  return directory;
};
