import { type Client, isClientError } from "@millrace/client";
import type { CreateScheduleInput, Deployment } from "@millrace/contract";
import { CommandError } from "../../command.ts";
import { findOrNothing } from "../../missing.ts";

/** Deletes schedules of a deployment; one that is gone already counts as deleted. */
export const deleteSchedules = async (client: Client, { id, schedules }: Deployment): Promise<void> => {
  for (const schedule of schedules) await findOrNothing(client.deployments.deleteSchedule({ id, schedule_id: schedule.id }));
};

export interface NewSchedule {
  readonly schedule: CreateScheduleInput;
  readonly active: boolean;
  /** Delete those the deployment had. */
  readonly replace: boolean;
}

/** Stores a schedule. Those it replaces go when it is there, so that one which is refused leaves them as they are. */
export const createSchedule = async (client: Client, deployment: Deployment, { schedule, active, replace }: NewSchedule): Promise<void> => {
  try {
    await client.deployments.createSchedules({ id: deployment.id, body: [{ schedule, active }] });
  } catch (error) {
    if (isClientError(error, "invalid")) throw new CommandError(`The schedule was refused: ${error.detail}`, { cause: error });
    throw error;
  }
  if (replace) await deleteSchedules(client, deployment);
};
