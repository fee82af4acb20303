import { command } from "../../command.ts";
import { flag } from "../../parameters.ts";
import { deploymentArgument } from "../deployment/find-deployment.ts";
import { getSchedule, scheduleArgument } from "./find-schedule.ts";
import { sayZoned } from "./say-schedule.ts";

export default command({
  does: "Delete a schedule of a deployment.",
  takes: { deploymentName: deploymentArgument, scheduleId: scheduleArgument },
  options: { acceptYes: flag("Do not ask.", { short: "y" }) },
  async run({ ask, connect, say }, { deploymentName, scheduleId, acceptYes }) {
    const client = await connect();
    const { deployment, schedule } = await getSchedule(client, deploymentName, scheduleId);
    if (!acceptYes) await ask.insist(`Delete the schedule ${sayZoned(schedule)} of ${deploymentName}?`);
    await client.deployments.deleteSchedule({ id: deployment.id, schedule_id: scheduleId });
    say.done(`Deleted schedule ${scheduleId}.`);
  },
});
