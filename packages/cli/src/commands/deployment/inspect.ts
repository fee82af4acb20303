import type { Client } from "@millrace/client";
import type { Automation } from "@millrace/contract";
import { command } from "../../command.ts";
import { findOrNothing } from "../../missing.ts";
import { sayObject } from "../../output/object.ts";
import { deploymentArgument, getDeploymentByName } from "./find-deployment.ts";

/** None from a server without automations. */
const listAutomations = async (client: Client, deploymentId: string): Promise<readonly Automation[]> =>
  (await findOrNothing(client.automations.listRelated({ resource_id: `prefect.deployment.${deploymentId}` }))) ?? [];

export default command({
  does: "Show everything about a deployment, its automations included.",
  takes: { name: deploymentArgument },
  json: true,
  async run({ connect, say }, { name }) {
    const client = await connect();
    const deployment = await getDeploymentByName(client, name);
    const shown = { ...deployment, automations: await listAutomations(client, deployment.id) };
    sayObject(say, shown);
    return shown;
  },
});
