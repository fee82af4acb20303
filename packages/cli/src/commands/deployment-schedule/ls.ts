import { compareInstants } from "@millrace/contract";
import { command } from "../../command.ts";
import { deploymentArgument, getDeploymentByName } from "../deployment/find-deployment.ts";
import { saySchedule, sayShortSchedule } from "./say-schedule.ts";

export default command({
  does: "List the schedules of a deployment, the one changed last first.",
  takes: { deploymentName: deploymentArgument },
  json: true,
  async run({ connect, say }, { deploymentName }) {
    const { schedules } = await getDeploymentByName(await connect(), deploymentName);
    const sorted = [...schedules].sort((one, other) => compareInstants(other.updated, one.updated));
    if (sorted.length === 0) say.line("No schedules found.");
    else {
      say.table({
        columns: [
          { header: "ID", colour: "cyan", whole: true },
          { header: "Schedule", colour: "blue" },
          { header: "Timezone" },
          { header: "Active", colour: "magenta" },
        ],
        rows: sorted.map(({ id, schedule, active }) => [id, sayShortSchedule(schedule), schedule.timezone ?? "UTC", active ? "yes" : "no"]),
      });
    }
    return sorted.map((each) => ({ ...each, schedule: saySchedule(each.schedule) }));
  },
});
