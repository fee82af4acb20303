import { command } from "../../command.ts";
import { deploymentArgument, getDeploymentByName } from "./find-deployment.ts";

export default command({
  does: "Pause a deployment: its schedules make no more runs.",
  takes: { name: deploymentArgument },
  async run({ connect, say }, { name }) {
    const client = await connect();
    const { id } = await getDeploymentByName(client, name);
    await client.deployments.pause({ id });
    say.done(`Paused deployment ${name}.`);
  },
});
