import type { Client } from "@millrace/client";
import type { Deployment } from "@millrace/contract";
import { CommandError } from "../../command.ts";
import { noDeployment, orMissing } from "../../missing.ts";

/** The deployment of a name `flow/deployment`. Throws `CommandError` on any other form and when there is none. */
export const getDeploymentByName = async (client: Client, name: string): Promise<Deployment> => {
  const [flowName = "", deploymentName = "", ...more] = name.split("/");
  if (flowName === "" || deploymentName === "" || more.length > 0) {
    throw new CommandError(`"${name}" is not the name of a deployment. Expected <flow name>/<deployment name>.`);
  }
  return orMissing(client.deployments.getByName({ flow_name: flowName, deployment_name: deploymentName }), noDeployment(name));
};
