import {
  compareInstants,
  type Instant,
  type PauseWindow,
  type PolicyOfSchedule,
  type SchedulePolicy,
  type SetSchedulePolicy,
} from "@millrace/contract";
import { sql } from "kysely";
import type { Context } from "../../context.ts";
import type { Queries, Tx } from "../../db/connection.ts";
import { notFound } from "../../errors.ts";
import { readPolicy } from "../run-states/schedule-standing.ts";
import { clearScheduledRuns } from "./clear-runs.ts";
import { checkPauseWindows, pausesOf } from "./pause-windows.ts";
import { changeSchedulesOf, type ScheduleId } from "./schedule-operations.ts";

/** What the protocol does, which knows no policies. */
const ofProtocol: SchedulePolicy = { missed: null, missed_after_seconds: 60, overlap: "allow", pause_windows: [] };

const selectPolicy = (db: Queries, { deploymentId, scheduleId }: ScheduleId) =>
  db.selectFrom("deployment_schedule").select("policy").where("id", "=", scheduleId).where("deployment_id", "=", deploymentId);

/** Without the windows that are over; undefined for one that does as the protocol has it. */
const withoutPast = (policy: SchedulePolicy, now: Instant): SchedulePolicy | undefined => {
  const pause_windows = listOpen(policy.pause_windows, now);
  const isPlain = policy.missed === null && policy.overlap === "allow" && pause_windows.length === 0;
  return isPlain ? undefined : { ...policy, pause_windows };
};

/** Throws `not-found`. */
export const getSchedulePolicy = async ({ read, clock }: Context, schedule: ScheduleId): Promise<SchedulePolicy> => {
  const row = await selectPolicy(read, schedule).executeTakeFirst();
  if (row === undefined) throw notFound("Schedule not found.");
  return (row.policy === null ? undefined : withoutPast(readPolicy(row.policy), clock.now())) ?? ofProtocol;
};

/** Of those schedules of a deployment that have one; of an unknown deployment none. */
export const listSchedulePolicies = async ({ read, clock }: Context, deploymentId: string): Promise<PolicyOfSchedule[]> => {
  const schedules = read.selectFrom("deployment_schedule").select(["id", "policy"]).where("deployment_id", "=", deploymentId);
  const rows = await schedules.orderBy("created").orderBy("id").execute();
  return rows.flatMap(({ id, policy: kept }) => {
    const policy = kept === null ? undefined : withoutPast(readPolicy(kept), clock.now());
    return policy === undefined ? [] : [{ schedule_id: id, ...policy }];
  });
};

/**
 * Sets what a schedule does about missed dates and overlapping runs, and when it rests, from now on: dates that passed before
 * are not made up for. Old clients neither see it nor lose it when they deploy again. Throws `not-found`, and `invalid` for
 * pause windows that cannot be.
 */
export const setSchedulePolicy = (ctx: Context, schedule: ScheduleId, sent: SetSchedulePolicy): Promise<SchedulePolicy> => {
  const windows = checkPauseWindows(sent.pause_windows);
  return changeSchedulesOf(ctx, { id: schedule.deploymentId }, async (tx) => {
    const now = ctx.clock.now();
    const policy = withoutPast({ ...sent, pause_windows: windows }, now);
    const before = await selectPolicy(tx, schedule).executeTakeFirst();
    if (before === undefined) throw notFound("Schedule not found.");
    await tx
      .updateTable("deployment_schedule")
      .set({ policy: policy === undefined ? sql<null>`null` : { ...policy }, covered_until: null, updated: now })
      .where("id", "=", schedule.scheduleId)
      .execute();
    await clearForPauses(tx, { schedule, now, before: listOpen(pausesOf(before), now), after: policy?.pause_windows ?? [] });
    tx.afterCommit(() => ctx.alarm.ring("schedule-policies"));
    return policy ?? ofProtocol;
  });
};

/** Windows that are not over. */
const listOpen = (windows: readonly PauseWindow[], now: Instant): readonly PauseWindow[] =>
  windows.filter(({ end_time }) => compareInstants(end_time, now) > 0);

interface Changed {
  readonly schedule: ScheduleId;
  readonly now: Instant;
  readonly before: readonly PauseWindow[];
  readonly after: readonly PauseWindow[];
}

const isSamePeriod = (one: PauseWindow, other: PauseWindow): boolean =>
  compareInstants(one.start_time, other.start_time) === 0 && compareInstants(one.end_time, other.end_time) === 0;

/**
 * Takes back the runs that pause windows leave out. Where a window has gone, all runs to come are made anew: with those of its
 * dates beside them there would be more than the schedule is to have ahead.
 */
const clearForPauses = async (tx: Tx, { schedule: { deploymentId, scheduleId }, now, before, after }: Changed): Promise<void> => {
  const own = { deployment_id: deploymentId, schedule_id: scheduleId, auto: true };
  const hasGone = before.some((old) => !after.some((window) => isSamePeriod(old, window)));
  if (hasGone) await clearScheduledRuns(tx, { ...own, after: now });
  if (after.length > 0) await clearScheduledRuns(tx, { ...own, within: after });
};
