import type { RunAttempt } from "@millrace/contract";
import type { Queries } from "../../db/connection.ts";

/** When each task run began and ceased to run, again and again: from each state RUNNING to the state after it. */
export const listAttempts = async (db: Queries, ids: readonly string[]): Promise<Readonly<Record<string, readonly RunAttempt[]>>> => {
  if (ids.length === 0) return {};
  const states = await db
    .selectFrom("task_run_state")
    .select(["task_run_id", "type", "timestamp"])
    .where("task_run_id", "in", ids)
    .orderBy("task_run_id")
    .orderBy("timestamp")
    .execute();
  const attempts: Record<string, RunAttempt[]> = {};
  for (const [index, { task_run_id, type, timestamp: start }] of states.entries()) {
    if (type !== "RUNNING") continue;
    const next = states[index + 1];
    const end = next?.task_run_id === task_run_id ? next.timestamp : null;
    attempts[task_run_id] = [...(attempts[task_run_id] ?? []), { start, end }];
  }
  return attempts;
};
