import type { Instant, SchedulePolicy } from "@millrace/contract";
import { sql } from "kysely";
import type { Queries } from "../../db/connection.ts";
import type { ScheduledFlowRun } from "../../orchestration/rule-store.ts";
import { awaitingEarlierRun } from "../../orchestration/rules/schedule-policies.ts";
import type { Seen } from "../flow-runs/set-state-of-seen.ts";
import { readPolicy, runsOfSchedule } from "../run-states/schedule-standing.ts";

/** A run of a schedule that has a policy. */
export interface PolicyRun extends Seen, ScheduledFlowRun {
  readonly name: string;
  readonly policy: SchedulePolicy;
}

const untouched = ["Scheduled", "Late"];

/** Most runs looked at in one go. */
const batch = 500;

const selectRuns = (db: Queries) =>
  db
    .selectFrom("deployment_schedule as schedule")
    .innerJoin("flow_run as run", "run.deployment_id", "schedule.deployment_id")
    .select(["run.id", "run.state_id", "run.name", "run.deployment_id", "run.expected_start_time", "run.next_scheduled_start_time"])
    .select(["schedule.id as schedule_id", "schedule.policy"])
    .where((is) => is(db.dialect.jsonText(is.ref("schedule.policy"), "overlap"), "is not", null))
    .where((is) => is(db.dialect.jsonText(is.ref("run.created_by"), "id"), "=", sql<string>`cast(schedule.id as text)`));

type Row = Awaited<ReturnType<ReturnType<typeof selectRuns>["execute"]>>[number];

const toPolicyRuns = (rows: readonly Row[]): MissableRun[] =>
  rows.flatMap(({ policy, deployment_id, expected_start_time, next_scheduled_start_time: due, ...run }) =>
    policy === null || deployment_id === null || expected_start_time === null || due === null
      ? []
      : [{ ...run, deployment_id, expected_start_time, due, policy: readPolicy(policy) }],
  );

/** A run that has not begun, of a schedule that says that it may be missed. */
export interface MissableRun extends PolicyRun {
  readonly due: Instant;
}

/** The next of these, those that are due first. */
export const listMissable = async (db: Queries): Promise<MissableRun[]> => {
  const runs = selectRuns(db)
    .where("run.state_type", "=", sql.lit("SCHEDULED"))
    .where("run.state_name", "in", untouched)
    .where("run.run_count", "=", 0)
    .where((is) => is(db.dialect.jsonText(is.ref("schedule.policy"), "missed"), "in", ["skip", "latest_only"]))
    .orderBy("run.next_scheduled_start_time")
    .limit(batch);
  return toPolicyRuns(await runs.execute());
};

/** Runs that wait for another one of their schedule, by their dates, some of which may be still to come. */
export const listAwaitingEarlier = async (db: Queries): Promise<PolicyRun[]> => {
  const waiting = selectRuns(db).where("run.state_name", "=", sql.lit(awaitingEarlierRun));
  return toPolicyRuns(await waiting.orderBy("run.expected_start_time").limit(batch).execute());
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
