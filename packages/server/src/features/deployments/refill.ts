import { addSeconds, compareInstants, type Instant } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import type { DeploymentScheduleTable } from "../../db/schema.ts";
import { storedSchedule } from "./deployment-rows.ts";
import { listMissedDates } from "./missed-dates.ts";
import { pausesOf } from "./pause-windows.ts";
import { type Horizon, type PlannedDates, planDates } from "./plan-dates.ts";
import { insertScheduledRuns, usualHorizon } from "./schedule-runs.ts";

/** A schedule that makes runs, and the version of it and of its deployment. */
export interface ActiveSchedule {
  readonly id: string;
  readonly deployment_id: string;
  readonly version: string;
}

const versionOf = (schedule: { updated: Instant }, deployment: { updated: Instant }): string => `${schedule.updated} ${deployment.updated}`;

/** What a schedule that makes runs is known by, without what it says. */
const selectActive = (db: Queries) =>
  db
    .selectFrom("deployment_schedule as schedule")
    .innerJoin("deployment", "deployment.id", "schedule.deployment_id")
    .select(["schedule.id", "schedule.deployment_id", "schedule.updated", "deployment.updated as deployment_updated"])
    .where("schedule.active", "=", true)
    .where("deployment.paused", "=", false);

/** Every schedule that makes runs: cheap enough to be read whenever something may have changed. */
export const listActiveSchedules = async (db: Queries): Promise<ActiveSchedule[]> => toActive(await selectActive(db).execute());

/** Those of them that changed since a moment, or whose deployments did; by whichever server. */
export const listChangedSchedules = async (db: Queries, since: Instant): Promise<ActiveSchedule[]> => {
  const schedules = db.selectFrom("deployment_schedule").select("deployment_id").where("updated", ">", since);
  const changed = schedules.union(db.selectFrom("deployment").select("id as deployment_id").where("updated", ">", since));
  return toActive(await selectActive(db).where("schedule.deployment_id", "in", changed).execute());
};

type ActiveRow = Awaited<ReturnType<ReturnType<typeof selectActive>["execute"]>>[number];

const toActive = (rows: readonly ActiveRow[]): ActiveSchedule[] =>
  rows.map(({ id, deployment_id, updated, deployment_updated }) => ({
    id,
    deployment_id,
    version: versionOf({ updated }, { updated: deployment_updated }),
  }));

/** A schedule after it was filled. `shortAt` is when it has too few future runs again; undefined when it has no further dates. */
export interface Filled extends ActiveSchedule {
  readonly shortAt: Instant | undefined;
}

interface Refill {
  readonly deploymentId: string;
  /** Fill further than needed, so that a schedule of short steps is not back at every step. */
  readonly ahead: boolean;
}

/** How much further than needed. */
const aheadFactor = 1.5;
/** Which part of the time ahead must be left. Less than all of it, or what was just filled would be short again a step later. */
const leftAtLeast = 5 / 6;
/** However short its steps, a schedule is not filled more often than this. */
const leastSeconds = 1;

/** Makes the runs that a deployment's schedules are short of (server.md §6.3). */
export const refillDeployment = async (ctx: Context, { deploymentId, ahead }: Refill): Promise<Filled[]> => {
  const deployment = await ctx.read
    .selectFrom("deployment")
    .select(["updated", "paused"])
    .where("id", "=", deploymentId)
    .executeTakeFirst();
  if (deployment === undefined || deployment.paused) return [];
  const active = ctx.read.selectFrom("deployment_schedule").selectAll().where("deployment_id", "=", deploymentId);
  const schedules = await active.where("active", "=", true).execute();
  const horizon = usualHorizon(ctx);
  const plans = await Promise.all(
    schedules.map(async (schedule) => {
      const own = ownHorizon(horizon, schedule, ahead);
      const planned = await planSafely(ctx, schedule, own);
      return {
        schedule,
        planned,
        horizon: own,
        missed: await listMissedDates(schedule, horizon.start),
        covers: planned.dates.at(-1)?.instant,
      };
    }),
  );
  await insertScheduledRuns(ctx, { deploymentId, plans });
  return plans.map(({ schedule, planned, horizon: own }) => ({
    id: schedule.id,
    deployment_id: deploymentId,
    version: versionOf(schedule, deployment),
    shortAt: shortAt(planned, { ...own, minSeconds: horizon.minSeconds }),
  }));
};

/** A schedule that cannot be computed is told and left out until it changes; the others go on. */
const planSafely = async (ctx: Context, schedule: DeploymentScheduleTable, horizon: Horizon): Promise<PlannedDates> => {
  try {
    return await planDates(storedSchedule(schedule), horizon, pausesOf(schedule));
  } catch (error) {
    const { id, deployment_id } = schedule;
    ctx.log.error(
      { err: error, schedule_id: id, deployment_id },
      "A schedule cannot be turned into dates; it makes no runs until it changes.",
    );
    return { dates: [], ended: "over" };
  }
};

const ownHorizon = (horizon: Horizon, { max_scheduled_runs: most }: DeploymentScheduleTable, ahead: boolean): Horizon => ({
  ...horizon,
  minSeconds: horizon.minSeconds * (ahead ? aheadFactor : 1),
  maxRuns: most === null ? horizon.maxRuns : Math.min(most, horizon.maxRuns),
});

const earliest = (one: Instant, other: Instant): Instant => (compareInstants(one, other) <= 0 ? one : other);

/** The moment from which a schedule with these future runs has too few of them. */
export const shortAt = ({ dates, ended, next }: PlannedDates, horizon: Horizon): Instant | undefined => {
  const soonest = addSeconds(horizon.start, leastSeconds);
  const notSooner = (moment: Instant): Instant => (compareInstants(moment, soonest) < 0 ? soonest : moment);
  if (ended === "end" && next !== undefined) {
    const reach = (Date.parse(horizon.end) - Date.parse(horizon.start)) / 1000;
    return notSooner(addSeconds(next, -reach));
  }
  const last = dates.at(-1);
  if (ended === "over" || last === undefined) return undefined;
  const needed = Math.min(horizon.minRuns, dates.length);
  const index = ended === "full" ? Math.min(Math.floor(dates.length / 2), dates.length - needed) : dates.length - needed;
  const tooFew = (dates[Math.min(index, dates.length - 1)] ?? last).instant;
  return notSooner(ended === "full" ? tooFew : earliest(tooFew, addSeconds(last.instant, -horizon.minSeconds * leftAtLeast)));
};
