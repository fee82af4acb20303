import type { Deployment, FlowRun } from "@millrace/contract";
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

/** Asks for the deployment that the environment names before the run is known, so that the two are waited for together. */
export const foresee = (session: Session): Promise<Deployment> | undefined => {
  const { PREFECT__DEPLOYMENT_ID: id = "", PREFECT__FLOW_ENTRYPOINT: given = "" } = whereWeAre().env;
  if (id === "" || given !== "") return undefined;
  const deployment = session.client.deployments.get({ id });
  deployment.catch(() => {});
  return deployment;
};

/** The deployment of a run, the one that was foreseen if that is the run's. */
const getDeployment = async (session: Session, id: string, foreseen: Promise<Deployment> | undefined): Promise<Deployment> => {
  const early = await foreseen?.catch(() => undefined);
  return early?.id === id ? early : session.client.deployments.get({ id });
};

export interface Sought {
  readonly run: FlowRun;
  readonly foreseen: Promise<Deployment> | undefined;
  readonly log: (line: string) => void;
}

/**
 * Where the flow of a run is, and goes there: by the entrypoint its environment names, else as its deployment says, whose pull steps
 * are carried out. Throws a `LoadError`.
 */
export const locateCode = async (session: Session, { run, foreseen, log }: Sought): Promise<Code> => {
  const { env, cwd } = whereWeAre();
  const given = env.PREFECT__FLOW_ENTRYPOINT;
  if (given !== undefined && given !== "") return { entrypoint: given, directory: cwd };
  if (run.deployment_id === null) {
    throw new LoadError(
      `The run ${run.name} has no deployment, so nothing tells where its code is. Set PREFECT__FLOW_ENTRYPOINT to file.ts:name.`,
    );
  }
  const deployment = await getDeployment(session, run.deployment_id, foreseen);
  const directory = await pullCode({ session, flowRunId: run.id, deployment, cwd, log });
  enterDirectory(deployment.name, directory);
  if (deployment.entrypoint === null) throw new LoadError(`The deployment ${deployment.name} names no entrypoint. Deploy it again.`);
  return { entrypoint: deployment.entrypoint, directory };
};
