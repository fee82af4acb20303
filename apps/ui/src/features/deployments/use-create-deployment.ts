import { isClientError } from "@millrace/client/browser";
import type { Deployment } from "@millrace/contract";
import type { Api } from "../../api/api.ts";
import { refused } from "../../api/refused.ts";
import { useChange } from "../../api/use-change.ts";
import { touchedByDeployment } from "../../components/deployment-list/deployment-deeds.ts";
import type { DeploymentBody } from "./use-deployment-form.ts";

interface Creating {
  readonly flow: { readonly id: string; readonly name: string };
  readonly body: DeploymentBody;
}

/** The protocol would change the deployment that has the name already, which is not what "create" says. */
const refuseTaken = async (api: Api, flow: string, name: string): Promise<void> => {
  const taken = await api.deployments.getByName({ flow_name: flow, deployment_name: name }).catch((error: unknown) => {
    if (isClientError(error, "not-found")) return undefined;
    throw error;
  });
  if (taken !== undefined) throw refused(`The flow ${flow} has a deployment ${name} already. Choose another name.`);
};

export const useCreateDeployment = () =>
  useChange<Creating, Deployment>({
    change: async (api, { flow, body }) => {
      await refuseTaken(api, flow.name, body.name);
      return api.deployments.create({ body: { ...body, flow_id: flow.id } });
    },
    touches: touchedByDeployment,
    done: ({ name }) => `Created ${name}.`,
  });
