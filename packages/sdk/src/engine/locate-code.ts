import type { FlowRun } from "@millrace/contract";
import { whereWeAre } from "@millrace/settings";
import { LoadError } from "../loading/load-error.ts";
import { pullCode } from "../pulling/pull-code.ts";
import type { Session } from "../session/session.ts";

/** Where a flow is: an entrypoint, and the directory it is relative to. */
export interface Code {
  readonly entrypoint: string;
  readonly directory: string;
}

const enterDirectory = (name: string, directory: string): void => {
  try {
    process.chdir(directory);
  } catch (cause) {
    throw new LoadError(`The directory ${directory}, which the deployment ${name} names, is not there. Deploy it again, or mount it.`, {
      cause,
    });
  }
};

/**
 * Where the flow of a run is, and goes there: by the entrypoint its environment names, else as its deployment says, whose pull steps
 * are carried out. Throws a `LoadError`.
 */
export const locateCode = async (session: Session, run: FlowRun, log: (line: string) => void): Promise<Code> => {
  const { env, cwd } = whereWeAre();
  const given = env.PREFECT__FLOW_ENTRYPOINT;
  if (given !== undefined && given !== "") return { entrypoint: given, directory: cwd };
  if (run.deployment_id === null) {
    throw new LoadError(
      `The run ${run.name} has no deployment, so nothing tells where its code is. Set PREFECT__FLOW_ENTRYPOINT to file.ts:name.`,
    );
  }
  const deployment = await session.client.deployments.get({ id: run.deployment_id });
  const directory = await pullCode({ session, flowRunId: run.id, deployment, cwd, log });
  enterDirectory(deployment.name, directory);
  if (deployment.entrypoint === null) throw new LoadError(`The deployment ${deployment.name} names no entrypoint. Deploy it again.`);
  return { entrypoint: deployment.entrypoint, directory };
};
