import { command } from "../../command.ts";
import { deploymentArgument, getDeploymentByName } from "./find-deployment.ts";

export default command({
  does: "Resume a paused deployment.",
  takes: { name: deploymentArgument },
  async run({ connect, say }, { name }) {
    const client = await connect();
    const { id } = await getDeploymentByName(client, name);
    await client.deployments.resume({ id });
    say.done(`Resumed deployment ${name}.`);
  },
});
