import type { Instant, StateType } from "@millrace/contract";
import { sql } from "kysely";
import type { Queries } from "../../db/connection.ts";
import type { Seen } from "./set-state-of-seen.ts";

/**
 * What background services look for among flow runs. Each query follows an index that holds little else; where that is a
 * partial one, its condition is spelled out, since SQLite does not look into parameters when it chooses.
 */

export interface ScheduledRun extends Seen {
  readonly next_scheduled_start_time: Instant | null;
}

/** Only a scheduled run has a next start, so its name tells enough; asking for its type too would lead past the index. */
const waiting = (db: Queries) =>
  db.selectFrom("flow_run").where("state_name", "=", sql.lit("Scheduled")).orderBy("next_scheduled_start_time");

/** Runs due at or before a moment that nobody has started or marked late. */
export const listRunsDue = (db: Queries, before: Instant, limit: number): Promise<ScheduledRun[]> =>
  waiting(db)
    .select(["id", "state_id", "next_scheduled_start_time"])
    .where("next_scheduled_start_time", "<=", before)
    .limit(limit)
    .execute();

/** When the first run after a moment is due. */
export const findNextDue = async (db: Queries, after: Instant): Promise<Instant | undefined> => {
  const next = waiting(db).select("next_scheduled_start_time").where("next_scheduled_start_time", ">", after).limit(1);
  return (await next.executeTakeFirst())?.next_scheduled_start_time ?? undefined;
};

/** Paused runs with the moment their pause ends. */
export const listPauses = async (db: Queries): Promise<(Seen & { until: Instant })[]> => {
  const rows = await db
    .selectFrom("flow_run")
    .innerJoin("flow_run_state as current", "current.id", "flow_run.state_id")
    .select(["flow_run.id", "flow_run.state_id", "current.state_details"])
    .where("flow_run.state_type", "=", "PAUSED")
    .execute();
  return rows.flatMap(({ id, state_id, state_details: { pause_timeout: until } }) => (until === null ? [] : [{ id, state_id, until }]));
};

export interface CancellingRun extends Seen {
  readonly state_timestamp: Instant | null;
}

/** Runs that are being cancelled, the first to be so first. */
export const listCancelling = (db: Queries, limit: number): Promise<CancellingRun[]> =>
  db
    .selectFrom("flow_run")
    .select(["id", "state_id", "state_timestamp"])
    .where("state_type", "=", "CANCELLING")
    .orderBy("state_timestamp")
    .limit(limit)
    .execute();

/** States a run may still leave by itself. */
const open: readonly StateType[] = ["SCHEDULED", "PENDING", "RUNNING", "PAUSED", "CANCELLING"];

/** Subflows that go on although the flow run they belong to was cancelled. */
export const listOrphanedSubflows = async (db: Queries, limit: number): Promise<(Seen & { deployment_id: string | null })[]> => {
  const children = db
    .selectFrom("flow_run as child")
    .innerJoin("task_run as task", "task.id", "child.parent_task_run_id")
    .innerJoin("flow_run as parent", "parent.id", "task.flow_run_id")
    .select(["child.id", "child.state_id", "child.deployment_id"])
    .where("parent.state_type", "=", "CANCELLED")
    .where("child.state_type", "in", [...open]);
  const untold = children.where((is) => is.or([is("child.deployment_id", "is", null), is("child.state_type", "!=", "CANCELLING")]));
  return untold.orderBy("child.id").limit(limit).execute();
};

/** Task runs that are open although their flow run was cancelled since a moment. */
export const listOrphanedTaskRuns = async (db: Queries, since: Instant, limit: number): Promise<string[]> => {
  const rows = await db
    .selectFrom("flow_run")
    .innerJoin("task_run", "task_run.flow_run_id", "flow_run.id")
    .select("task_run.id")
    .where("flow_run.state_type", "=", "CANCELLED")
    .where("flow_run.state_timestamp", ">=", since)
    .where("task_run.state_type", "in", [...open])
    .orderBy("task_run.id")
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
};

export interface BeatingRun extends Seen {
  readonly last_heartbeat: Instant | null;
  readonly heartbeat_interval: number | null;
}

/** Running runs that have given a sign of life since they went on running, the longest silent first. */
export const listBeatingRuns = (db: Queries, limit: number): Promise<BeatingRun[]> =>
  db
    .selectFrom("flow_run")
    .select(["id", "state_id", "last_heartbeat", "heartbeat_interval"])
    .where("state_type", "=", sql.lit("RUNNING"))
    .where("last_heartbeat", "is not", null)
    .whereRef("last_heartbeat", ">=", "state_timestamp")
    .orderBy("last_heartbeat")
    .limit(limit)
    .execute();
