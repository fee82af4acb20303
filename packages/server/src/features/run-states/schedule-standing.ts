import { compareInstants, type Instant, type JsonObject, type SchedulePolicy } from "@millrace/contract";
import { sql } from "kysely";
import type { Queries, Tx } from "../../db/connection.ts";
import type { NamedRun, ScheduledFlowRun, ScheduleStanding } from "../../orchestration/rule-store.ts";
import { awaitingEarlierRun } from "../../orchestration/rules/schedule-policies.ts";

/** A policy as it was stored. Those of older versions know no pause windows. */
export const readPolicy = (policy: JsonObject): SchedulePolicy => ({ pause_windows: [], ...policy }) as unknown as SchedulePolicy;

/** The runs of a schedule. */
export const runsOfSchedule = (db: Queries, { deployment_id, schedule_id }: Pick<ScheduledFlowRun, "deployment_id" | "schedule_id">) =>
  db
    .selectFrom("flow_run")
    .where("deployment_id", "=", deployment_id)
    .where(sql<boolean>`flow_run.auto_scheduled`)
    .where((is) => is(db.dialect.jsonText(is.ref("flow_run.created_by"), "id"), "=", schedule_id));

/** How a run that is about to begin stands among those of its schedule; of these, only one is answered at a time. */
export const findScheduleStanding = async (tx: Tx, run: ScheduledFlowRun, now: Instant): Promise<ScheduleStanding | undefined> => {
  const schedule = tx.selectFrom("deployment_schedule").select("policy").where("id", "=", run.schedule_id);
  const policy = (await schedule.executeTakeFirst())?.policy ?? null;
  if (policy === null) return undefined;
  const { missed, overlap, missed_after_seconds } = readPolicy(policy);
  if (missed === null && overlap === "allow") return undefined;
  await tx.dialect.lockName(tx, `schedule ${run.schedule_id}`);
  const [underWay, before, later] = await Promise.all([
    findUnderWay(tx, run),
    findEarlierWaiting(tx, run, now),
    findLaterDue(tx, run, now),
  ]);
  return { missed, overlap, missed_after_seconds, underWay, before, later };
};

/** A run that has begun and not ended; a retry that waits for its time has begun too. */
export const findUnderWay = async (db: Queries, run: Omit<ScheduledFlowRun, "expected_start_time">): Promise<NamedRun | undefined> => {
  const others = runsOfSchedule(db, run).select(["flow_run.id", "flow_run.name"]).where("flow_run.id", "!=", run.id);
  const begun = others.where(sql<boolean>`flow_run.state_type in ('PENDING', 'RUNNING', 'PAUSED', 'CANCELLING')`);
  const again = others.where("state_type", "=", sql.lit("SCHEDULED")).where("run_count", ">", 0);
  return (await begun.limit(1).executeTakeFirst()) ?? (await again.limit(1).executeTakeFirst());
};

/** The first of the runs of earlier dates that are to begin before this one, or wait for something else than their time. */
const findEarlierWaiting = (db: Queries, run: ScheduledFlowRun, now: Instant): Promise<NamedRun | undefined> => {
  const turn = compareInstants(now, run.expected_start_time) > 0 ? now : run.expected_start_time;
  return runsOfSchedule(db, run)
    .select(["flow_run.id", "flow_run.name"])
    .where("flow_run.id", "!=", run.id)
    .where("state_type", "=", sql.lit("SCHEDULED"))
    .where("expected_start_time", "<", run.expected_start_time)
    .where((is) =>
      is.or([is("next_scheduled_start_time", "<=", turn), is("state_name", "in", [awaitingEarlierRun, "AwaitingConcurrencySlot"])]),
    )
    .orderBy("expected_start_time")
    .limit(1)
    .executeTakeFirst();
};

/** The last of the runs of later dates whose time has come. */
export const findLaterDue = (db: Queries, run: ScheduledFlowRun, now: Instant): Promise<NamedRun | undefined> =>
  runsOfSchedule(db, run)
    .select(["flow_run.id", "flow_run.name"])
    .where("expected_start_time", ">", run.expected_start_time)
    .where("expected_start_time", "<=", now)
    // What starts a run is seldom before its date: with this, an index leads past all older runs.
    .where(sql<boolean>`coalesce(flow_run.start_time, flow_run.expected_start_time) > ${db.dialect.time(run.expected_start_time)}`)
    .orderBy("expected_start_time", "desc")
    .limit(1)
    .executeTakeFirst();
