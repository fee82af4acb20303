import { command } from "../../command.ts";
import { flag } from "../../parameters.ts";
import { deploymentArgument, getDeploymentByName } from "../deployment/find-deployment.ts";
import { deleteSchedules } from "./replace-schedules.ts";

export default command({
  does: "Delete all schedules of a deployment.",
  takes: { deploymentName: deploymentArgument },
  options: { acceptYes: flag("Do not ask.", { short: "y" }) },
  async run({ ask, connect, say }, { deploymentName, acceptYes }) {
    const client = await connect();
    const deployment = await getDeploymentByName(client, deploymentName);
    if (!acceptYes) await ask.insist(`Delete all schedules of ${deploymentName}?`);
    await deleteSchedules(client, deployment);
    say.done(`${deploymentName} has no schedules any more.`);
  },
});
