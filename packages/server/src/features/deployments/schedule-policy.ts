import type { SchedulePolicy, SetSchedulePolicy } from "@millrace/contract";
import { sql } from "kysely";
import type { Context } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import { notFound } from "../../errors.ts";
import { readPolicy } from "../run-states/schedule-standing.ts";
import { changeSchedulesOf, type ScheduleId } from "./schedule-operations.ts";

/** What the protocol does, which knows no policies. */
const ofProtocol: SchedulePolicy = { missed: null, missed_after_seconds: 60, overlap: "allow" };

/** Throws `not-found`. */
export const getSchedulePolicy = async (db: Queries, { deploymentId, scheduleId }: ScheduleId): Promise<SchedulePolicy> => {
  const own = db.selectFrom("deployment_schedule").select("policy").where("id", "=", scheduleId).where("deployment_id", "=", deploymentId);
  const row = await own.executeTakeFirst();
  if (row === undefined) throw notFound("Schedule not found.");
  return row.policy === null ? ofProtocol : readPolicy(row.policy);
};

/**
 * Sets what a schedule does about missed dates and overlapping runs, from now on: dates that passed before are not made up
 * for. Old clients neither see it nor lose it when they deploy again. Throws `not-found`.
 */
export const setSchedulePolicy = (
  ctx: Context,
  { deploymentId, scheduleId }: ScheduleId,
  policy: SetSchedulePolicy,
): Promise<SchedulePolicy> =>
  changeSchedulesOf(ctx, { id: deploymentId }, async (tx) => {
    const isPlain = policy.missed === null && policy.overlap === "allow";
    const set = tx
      .updateTable("deployment_schedule")
      .set({ policy: isPlain ? sql<null>`null` : { ...policy }, covered_until: null, updated: ctx.clock.now() })
      .where("id", "=", scheduleId)
      .where("deployment_id", "=", deploymentId);
    if ((await set.returning("id").execute()).length === 0) throw notFound("Schedule not found.");
    tx.afterCommit(() => ctx.alarm.ring("schedule-policies"));
    return isPlain ? ofProtocol : policy;
  });
