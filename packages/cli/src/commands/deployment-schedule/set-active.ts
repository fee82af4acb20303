import type { Client } from "@millrace/client";
import type { DeploymentSchedule } from "@millrace/contract";
import { type Command, type CommandContext, CommandError, command } from "../../command.ts";
import { listAll } from "../../pages.ts";
import { flag, optional, type Parameter } from "../../parameters.ts";
import { deploymentArgument } from "../deployment/find-deployment.ts";
import { getSchedule, scheduleArgument } from "./find-schedule.ts";
import { sayZoned } from "./say-schedule.ts";

interface Wanted {
  readonly active: boolean;
  /** What is done, for messages: Pause or Resume. */
  readonly verb: string;
}

interface Switched {
  readonly deploymentId: string;
  readonly schedule: DeploymentSchedule;
  readonly active: boolean;
}

/** What the schedule gives to runs is sent along, since a change without any takes it away (server.md §6.2). */
const switchSchedule = (client: Client, { deploymentId, schedule: { id, parameters }, active }: Switched): Promise<unknown> =>
  client.deployments.updateSchedule({ id: deploymentId, schedule_id: id, body: { active, parameters } });

const setAll = async ({ ask, say }: CommandContext, client: Client, { active, verb }: Wanted): Promise<void> => {
  const deployments = await listAll((offset) => client.deployments.list({ body: { offset } }));
  const schedules = deployments.flatMap(({ id, name, schedules: all }) =>
    all.filter((schedule) => schedule.active !== active).map((schedule) => ({ deploymentId: id, deployment: name, schedule })),
  );
  if (schedules.length === 0) {
    say.line(`There are no schedules to ${verb.toLowerCase()}.`);
    return;
  }
  await ask.confirm(`${verb} ${schedules.length} ${schedules.length === 1 ? "schedule" : "schedules"}?`);
  for (const { deploymentId, deployment, schedule } of schedules) {
    await switchSchedule(client, { deploymentId, schedule, active });
    say.line(`${verb}d ${sayZoned(schedule)} of deployment ${deployment}.`);
  }
  say.done(`${verb}d ${schedules.length} ${schedules.length === 1 ? "schedule" : "schedules"}.`);
};

const takes = { deploymentName: optional(deploymentArgument), scheduleId: optional(scheduleArgument) };
const options = { all: flag("All schedules of all deployments.") };

/** The command that pauses or resumes schedules; one that is so already is refused (cli.md §4). */
export const setSchedulesActive = (active: boolean): Command<typeof takes, Record<"all", Parameter<boolean, "filled">>> => {
  const verb = active ? "Resume" : "Pause";
  return command({
    does: active ? "Resume a schedule of a deployment." : "Pause a schedule of a deployment: it makes no more runs.",
    takes,
    options,
    async run(context, { deploymentName, scheduleId, all }) {
      const client = await context.connect();
      if (all) {
        if (deploymentName !== undefined) throw new CommandError("--all stands for every schedule; name none beside it.");
        return setAll(context, client, { active, verb });
      }
      if (deploymentName === undefined || scheduleId === undefined)
        throw new CommandError("Name the deployment and the id of its schedule, or use --all.");
      const { deployment, schedule } = await getSchedule(client, deploymentName, scheduleId);
      if (schedule.active === active) throw new CommandError(`Schedule ${scheduleId} is ${active ? "active" : "paused"} already.`);
      await switchSchedule(client, { deploymentId: deployment.id, schedule, active });
      context.say.done(`${verb}d ${sayZoned(schedule)} of ${deploymentName}.`);
    },
  });
};
