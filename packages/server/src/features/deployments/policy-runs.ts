import type { Instant, JsonObject, SchedulePolicy } from "@millrace/contract";
import { sql } from "kysely";
import type { Queries } from "../../db/connection.ts";
import type { ScheduledFlowRun } from "../../orchestration/rule-store.ts";
import { awaitingEarlierRun } from "../../orchestration/rules/schedule-policies.ts";
import { scheduleOf } from "../../orchestration/run.ts";
import type { Seen } from "../flow-runs/set-state-of-seen.ts";
import { readPolicy, runsOfSchedule } from "../run-states/schedule-standing.ts";

/** A run of a schedule that has a policy. */
export interface PolicyRun extends Seen, ScheduledFlowRun {
  readonly name: string;
  readonly policy: SchedulePolicy;
}

/** A run that has not begun, of a schedule that says that it may be missed. */
export interface MissableRun extends PolicyRun {
  readonly due: Instant;
}

/** Most runs looked at in one go. */
const batch = 500;

/** The policies of all schedules that have one, by the schedule's id, and their deployments. Usually there are few, or none. */
const listPolicies = async (db: Queries): Promise<Map<string, { deployment_id: string; policy: SchedulePolicy }>> => {
  const schedules = db.selectFrom("deployment_schedule").select(["id", "deployment_id", "policy"]);
  const rows = await schedules.where(sql<boolean>`policy is not null`).execute();
  return new Map(
    rows.flatMap(({ id, deployment_id, policy }) => (policy === null ? [] : [[id, { deployment_id, policy: readPolicy(policy) }]])),
  );
};

const selectRuns = (db: Queries) =>
  db
    .selectFrom("flow_run")
    .select(["id", "state_id", "name", "deployment_id", "created_by", "expected_start_time", "next_scheduled_start_time"]);

interface Row extends Seen {
  readonly name: string;
  readonly deployment_id: string | null;
  readonly created_by: JsonObject | null;
  readonly expected_start_time: Instant | null;
  readonly next_scheduled_start_time: Instant | null;
}

type Policies = Awaited<ReturnType<typeof listPolicies>>;

const toPolicyRuns = (rows: readonly Row[], policies: Policies): MissableRun[] =>
  rows.flatMap(({ deployment_id, created_by, expected_start_time, next_scheduled_start_time: due, ...run }) => {
    const schedule_id = scheduleOf({ created_by });
    const policy = schedule_id === undefined ? undefined : policies.get(schedule_id)?.policy;
    if (schedule_id === undefined || policy === undefined || deployment_id === null) return [];
    return expected_start_time === null || due === null ? [] : [{ ...run, schedule_id, deployment_id, expected_start_time, due, policy }];
  });

/** The next runs that may be missed, those that are due first. */
export const listMissable = async (db: Queries): Promise<MissableRun[]> => {
  const policies = new Map(
    [...(await listPolicies(db))].filter(([, { policy }]) => policy.missed === "skip" || policy.missed === "latest_only"),
  );
  if (policies.size === 0) return [];
  const runs = selectRuns(db)
    .where(
      "deployment_id",
      "in",
      [...policies.values()].map(({ deployment_id }) => deployment_id),
    )
    // Spelled out, for the index of the few runs that wait.
    .where("deployment_id", "is not", null)
    .where("state_type", "=", sql.lit("SCHEDULED"))
    .where("state_name", "in", ["Scheduled", "Late"])
    .where("run_count", "=", 0);
  return toPolicyRuns(await runs.orderBy("next_scheduled_start_time").limit(batch).execute(), policies);
};

/** Runs that wait for another one of their schedule, by their dates, some of which may be still to come. */
export const listAwaitingEarlier = async (db: Queries): Promise<PolicyRun[]> => {
  const waiting = selectRuns(db).where("state_name", "=", sql.lit(awaitingEarlierRun));
  const rows = await waiting.orderBy("expected_start_time").limit(batch).execute();
  return rows.length === 0 ? [] : toPolicyRuns(rows, await listPolicies(db));
};

/** The runs of a schedule that have begun and not ended, but for those that are being cancelled already. */
export const listUnderWay = (db: Queries, run: ScheduledFlowRun): Promise<Seen[]> =>
  runsOfSchedule(db, run)
    .select(["flow_run.id", "flow_run.state_id"])
    .where(sql<boolean>`flow_run.state_type in ('PENDING', 'RUNNING', 'PAUSED', 'CANCELLING')`)
    .where("state_type", "!=", "CANCELLING")
    .where("flow_run.id", "!=", run.id)
    .limit(batch)
    .execute();
