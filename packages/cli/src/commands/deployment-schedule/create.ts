import { command } from "../../command.ts";
import { flag, flagOn } from "../../parameters.ts";
import { deploymentArgument, getDeploymentByName } from "../deployment/find-deployment.ts";
import { createSchedule } from "./replace-schedules.ts";
import { readSchedule, scheduleOptions } from "./schedule-options.ts";

export default command({
  does: "Give a deployment a schedule.",
  takes: { name: deploymentArgument },
  options: {
    ...scheduleOptions,
    active: flagOn("Let it make runs from now on."),
    replace: flag("Delete the schedules the deployment has."),
    acceptYes: flag("Do not ask.", { short: "y" }),
  },
  async run({ ask, connect, say }, { name, active, replace, acceptYes, ...given }) {
    const schedule = readSchedule(given);
    const client = await connect();
    const deployment = await getDeploymentByName(client, name);
    const count = deployment.schedules.length;
    if (replace && count > 0 && !acceptYes) await ask.insist(`Replace ${count} ${count === 1 ? "schedule" : "schedules"} of ${name}?`);
    await createSchedule(client, deployment, { schedule, active, replace });
    say.done(replace && count > 0 ? `Replaced the schedules of ${name}.` : `Created a schedule of ${name}.`);
  },
});
