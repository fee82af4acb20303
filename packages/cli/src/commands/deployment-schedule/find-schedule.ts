import type { Client } from "@millrace/client";
import type { Deployment, DeploymentSchedule } from "@millrace/contract";
import { CommandError } from "../../command.ts";
import { id } from "../../parameters.ts";
import { getDeploymentByName } from "../deployment/find-deployment.ts";

export const scheduleArgument = id("Id of the schedule.");

/** A schedule of a deployment, and the deployment. Throws `CommandError` when either is not there. */
export const getSchedule = async (
  client: Client,
  name: string,
  scheduleId: string,
): Promise<{ readonly deployment: Deployment; readonly schedule: DeploymentSchedule }> => {
  const deployment = await getDeploymentByName(client, name);
  const schedule = deployment.schedules.find((each) => each.id === scheduleId);
  if (schedule !== undefined) return { deployment, schedule };
  throw new CommandError(`${name} has no schedule "${scheduleId}". List them with: millrace deployment schedule ls ${name}`);
};
