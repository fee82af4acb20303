import { command } from "../../command.ts";
import { deploymentArgument } from "../deployment/find-deployment.ts";
import { getSchedule, scheduleArgument } from "./find-schedule.ts";

export default command({
  does: "List the pause windows of a schedule, the first one first.",
  takes: { deploymentName: deploymentArgument, scheduleId: scheduleArgument },
  json: true,
  async run({ connect, say }, { deploymentName, scheduleId }) {
    const client = await connect();
    const { deployment } = await getSchedule(client, deploymentName, scheduleId);
    const { pause_windows } = await client.schedulePolicies.get({ id: deployment.id, schedule_id: scheduleId });
    if (pause_windows.length === 0) say.line("No pause windows found.");
    else {
      say.table({
        columns: [{ header: "From", whole: true }, { header: "To", whole: true }, { header: "Reason" }],
        rows: pause_windows.map(({ start_time, end_time, reason }) => [start_time, end_time, reason ?? ""]),
      });
    }
    return pause_windows;
  },
});
