import type { Client } from "@millrace/client";
import type { Deployment } from "@millrace/contract";
import { CommandError } from "../../command.ts";
import { noDeployment, orMissing } from "../../missing.ts";
import { text } from "../../parameters.ts";

export const deploymentArgument = text("Name of the deployment, as flow/deployment.");

/** The deployment of a name `flow/deployment`. Throws `CommandError` on any other form and when there is none. */
export const getDeploymentByName = async (client: Client, name: string): Promise<Deployment> => {
  const [flowName = "", deploymentName = "", ...more] = name.split("/");
  if (flowName === "" || deploymentName === "" || more.length > 0) {
    throw new CommandError(`"${name}" is not the name of a deployment. Expected <flow name>/<deployment name>.`);
  }
  return orMissing(client.deployments.getByName({ flow_name: flowName, deployment_name: deploymentName }), noDeployment(name));
};

/** The deployment of a name or of an id, exactly one of which is given. Throws `CommandError`. */
export const getDeployment = (client: Client, name: string | undefined, id: string | undefined): Promise<Deployment> => {
  if (name !== undefined && id === undefined) return getDeploymentByName(client, name);
  if (name === undefined && id !== undefined) return orMissing(client.deployments.get({ id }), noDeployment(id));
  throw new CommandError("Name one deployment, as flow/deployment or with --id. List them with: millrace deployment ls");
};
