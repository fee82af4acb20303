import { type Client, isClientError } from "@millrace/client";
import type { PauseWindow, SchedulePolicy } from "@millrace/contract";
import { CommandError } from "../../command.ts";

interface Changed {
  readonly deploymentId: string;
  readonly scheduleId: string;
}

/** Changes when a schedule rests, and leaves the rest of its policy. Throws `CommandError` when the server refuses the windows. */
export const changePauseWindows = async (
  client: Client,
  { deploymentId, scheduleId }: Changed,
  change: (windows: readonly PauseWindow[]) => readonly PauseWindow[],
): Promise<SchedulePolicy> => {
  const path = { id: deploymentId, schedule_id: scheduleId };
  const before = await client.schedulePolicies.get(path);
  const body = { ...before, pause_windows: change(before.pause_windows) };
  return client.schedulePolicies.set({ ...path, body }).catch((error: unknown) => {
    if (!isClientError(error) || error.status !== 422) throw error;
    throw new CommandError(`The pause window was refused: ${error.detail}`, { cause: error });
  });
};

/** A window in words, its moments as commands take them. */
export const sayPauseWindow = ({ start_time, end_time }: PauseWindow): string => `from ${start_time} to ${end_time}`;
