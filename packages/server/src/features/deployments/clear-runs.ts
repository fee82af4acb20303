import type { Instant, PauseWindow } from "@millrace/contract";
import type { Tx } from "../../db/connection.ts";
import { awaitingEarlierRun } from "../../orchestration/rules/schedule-policies.ts";

/** Which of a deployment's runs that have not begun to delete. */
export interface Cleared {
  readonly deployment_id: string;
  /** Only those the scheduler made. */
  readonly auto: boolean;
  /** Only those due after this moment. */
  readonly after?: Instant;
  /** Only those of this schedule. */
  readonly schedule_id?: string;
  /** Only those whose dates are within one of these. */
  readonly within?: readonly PauseWindow[];
}

/**
 * Deletes runs that wait for their time and never ran, so that none starts with what a deployment used to be
 * (server.md §6.5). Runs that wait for a slot, or for another run to end, have begun their way and stay.
 */
export const clearScheduledRuns = async (tx: Tx, { deployment_id, auto, after, schedule_id, within }: Cleared): Promise<void> => {
  let runs = tx
    .deleteFrom("flow_run")
    .where("deployment_id", "=", deployment_id)
    .where("state_type", "=", "SCHEDULED")
    .where("state_name", "not in", ["AwaitingConcurrencySlot", awaitingEarlierRun])
    .where("run_count", "=", 0);
  if (auto) runs = runs.where("auto_scheduled", "=", true);
  if (after !== undefined) runs = runs.where("next_scheduled_start_time", ">", after);
  if (schedule_id !== undefined) runs = runs.where((is) => is(tx.dialect.jsonText(is.ref("created_by"), "id"), "=", schedule_id));
  if (within !== undefined) {
    runs = runs.where((is) =>
      is.or(
        within.map(({ start_time, end_time }) =>
          is.and([is("expected_start_time", ">=", start_time), is("expected_start_time", "<", end_time)]),
        ),
      ),
    );
  }
  await runs.execute();
  if (after === undefined) return;
  // Should the server stop before they are made anew, their dates are missed ones.
  let schedules = tx.updateTable("deployment_schedule").set({ covered_until: after }).where("deployment_id", "=", deployment_id);
  if (schedule_id !== undefined) schedules = schedules.where("id", "=", schedule_id);
  await schedules.where("covered_until", ">", after).execute();
};
