import { CommandError, command } from "../../command.ts";
import { flag } from "../../parameters.ts";
import { createSchedule, deleteSchedules } from "../deployment-schedule/replace-schedules.ts";
import { readSchedule, scheduleOptions } from "../deployment-schedule/schedule-options.ts";
import { deploymentArgument, getDeploymentByName } from "./find-deployment.ts";

export default command({
  does: "Give a deployment this one schedule, in place of those it has.",
  details: "The same as deployment schedule create --replace --accept-yes.",
  takes: { name: deploymentArgument },
  options: { ...scheduleOptions, noSchedule: flag("Leave it without a schedule.") },
  async run({ connect, say }, { name, noSchedule, ...given }) {
    if (noSchedule && (given.cron ?? given.interval ?? given.rrule) !== undefined)
      throw new CommandError("--no-schedule goes with no other schedule.");
    const schedule = noSchedule ? undefined : readSchedule(given);
    const client = await connect();
    const deployment = await getDeploymentByName(client, name);
    if (schedule === undefined) await deleteSchedules(client, deployment);
    else await createSchedule(client, deployment, { schedule, active: true, replace: true });
    say.done(schedule === undefined ? `${name} has no schedules any more.` : `Set the schedule of ${name}.`);
  },
});
