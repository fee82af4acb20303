import { type Command, command } from "../../command.ts";
import { flag } from "../../parameters.ts";
import { deploymentArgument, getDeploymentByName } from "../deployment/find-deployment.ts";
import { deleteSchedules } from "./replace-schedules.ts";

const takes = { deploymentName: deploymentArgument };
const options = { acceptYes: flag("Do not ask.", { short: "y" }) };

/** The command that deletes all schedules of a deployment. One that insists takes no answer for a no, as without a terminal. */
export const clearSchedules = (asking: "insist" | "confirm"): Command<typeof takes, typeof options> =>
  command({
    does: "Delete all schedules of a deployment.",
    takes,
    options,
    async run({ ask, connect, say }, { deploymentName, acceptYes }) {
      const client = await connect();
      const deployment = await getDeploymentByName(client, deploymentName);
      if (!acceptYes) await ask[asking](`Delete all schedules of ${deploymentName}?`);
      await deleteSchedules(client, deployment);
      say.done(`${deploymentName} has no schedules any more.`);
    },
  });
