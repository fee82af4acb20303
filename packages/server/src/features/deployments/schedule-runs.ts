import { addSeconds, type Instant } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import type { DeploymentScheduleTable, DeploymentTable } from "../../db/schema.ts";
import { invalid } from "../../errors.ts";
import { storedSchedule } from "./deployment-rows.ts";
import { makesUp } from "./missed-dates.ts";
import { pausesOf } from "./pause-windows.ts";
import { type Horizon, type PlannedDates, planDates } from "./plan-dates.ts";
import { lockDeployment } from "./save-deployment.ts";
import type { ScheduledDate } from "./schedule-dates.ts";
import { scheduledKey, scheduledRun } from "./scheduled-run-rows.ts";

/** A schedule with its dates, and the version of both rows that they were computed from. */
export interface Plan {
  readonly schedule: DeploymentScheduleTable;
  readonly planned: PlannedDates;
  /** Dates that passed without a run and are to have one. */
  readonly missed?: readonly ScheduledDate[];
  /** Up to where every date will have its run, when that is to be remembered. */
  readonly covers?: Instant | undefined;
}

/** Rows written in one statement. */
const batch = 500;

/** The horizon the settings give every schedule, from now (server.md §6.4). */
export const usualHorizon = ({ clock, settings }: Context): Horizon => {
  const start = clock.now();
  return {
    start,
    end: addSeconds(start, settings.schedulerMaxTime),
    minSeconds: settings.schedulerMinTime,
    minRuns: settings.schedulerMinRuns,
    maxRuns: settings.schedulerMaxRuns,
  };
};

export interface Period {
  readonly start_time?: Instant | undefined;
  readonly end_time?: Instant | undefined;
  readonly min_time?: number | undefined;
  readonly min_runs?: number | undefined;
  readonly max_runs?: number | undefined;
}

/** Runs that are made on one request: many more would keep the server from everything else. */
const mostAtOnce = 10_000;

/** Makes the runs of a period at once, also of a past one. An unknown deployment has none (server.md §5.5). Throws `invalid`. */
export const scheduleRuns = async (ctx: Context, deploymentId: string, period: Period): Promise<void> => {
  const usual = usualHorizon(ctx);
  const start = period.start_time ?? usual.start;
  const horizon: Horizon = {
    start,
    end: period.end_time ?? addSeconds(start, ctx.settings.schedulerMaxTime),
    minSeconds: period.min_time ?? usual.minSeconds,
    minRuns: period.min_runs ?? usual.minRuns,
    maxRuns: Math.min(period.max_runs ?? usual.maxRuns, mostAtOnce + 1),
  };
  const active = ctx.read
    .selectFrom("deployment_schedule")
    .selectAll()
    .where("deployment_id", "=", deploymentId)
    .where("active", "=", true);
  const schedules = await active.execute();
  const plans = await Promise.all(
    schedules.map(async (schedule) => ({ schedule, planned: await planDates(storedSchedule(schedule), horizon, pausesOf(schedule)) })),
  );
  if (plans.reduce((sum, { planned }) => sum + planned.dates.length, 0) > mostAtOnce) {
    throw invalid(`More than ${mostAtOnce} runs would be made at once. Nothing was done: ask for a shorter period, or for fewer runs.`);
  }
  await insertScheduledRuns(ctx, { deploymentId, plans, evenPaused: true });
};

interface Scheduled {
  readonly deploymentId: string;
  readonly plans: readonly Plan[];
  /** Whether to make runs of a paused deployment too, as a person may ask for. */
  readonly evenPaused?: boolean;
}

/**
 * Stores a run for each date that has none yet. A plan whose schedule changed since is left alone: whoever changed it
 * has asked for a new one. Two servers that do this at once make each run once.
 */
export const insertScheduledRuns = async (ctx: Context, { deploymentId, plans, evenPaused = false }: Scheduled): Promise<number> => {
  if (plans.every(({ planned, missed = [] }) => planned.dates.length + missed.length === 0)) return 0;
  return ctx.transact(async (tx) => {
    if (!(await lockDeployment(tx, deploymentId))) return 0;
    const deployment = await tx.selectFrom("deployment").selectAll().where("id", "=", deploymentId).executeTakeFirst();
    if (deployment === undefined || (deployment.paused && !evenPaused)) return 0;
    const valid = await stillValid(tx, deploymentId, plans);
    const inserted = await insertMissing(ctx, tx, { deployment, plans: valid });
    for (const plan of valid) await setCovered(tx, plan);
    if (inserted > 0) tx.afterCommit(() => ctx.alarm.ring("due-runs"));
    return inserted;
  });
};

const stillValid = async (tx: Tx, deploymentId: string, plans: readonly Plan[]): Promise<readonly Plan[]> => {
  const active = tx.selectFrom("deployment_schedule").select(["id", "updated"]).where("deployment_id", "=", deploymentId);
  const versions = new Map((await active.where("active", "=", true).execute()).map((row) => [row.id, row.updated]));
  return plans.filter(({ schedule }) => versions.get(schedule.id) === schedule.updated);
};

/** Remembers how far a schedule came, where dates that it misses after that are to be made up for. */
const setCovered = async (tx: Tx, { schedule, covers }: Plan): Promise<void> => {
  if (covers === undefined || !makesUp(schedule)) return;
  await tx.updateTable("deployment_schedule").set({ covered_until: covers }).where("id", "=", schedule.id).execute();
};

const madeUpFor = "Made after its time: no server was there to schedule it before.";

interface Missing {
  readonly deployment: DeploymentTable;
  readonly plans: readonly Plan[];
}

const insertMissing = async (ctx: Context, tx: Tx, { deployment, plans }: Missing): Promise<number> => {
  const wanted = plans.flatMap(({ schedule, planned, missed = [] }) => [
    ...missed.map((date) => ({ schedule, date, key: scheduledKey(schedule, date), message: madeUpFor })),
    ...planned.dates.map((date) => ({ schedule, date, key: scheduledKey(schedule, date), message: "Flow run scheduled" })),
  ]);
  let inserted = 0;
  for (let from = 0; from < wanted.length; from += batch) {
    const part = wanted.slice(from, from + batch);
    const keys = part.map(({ key }) => key);
    const known = tx.selectFrom("flow_run").select("idempotency_key").where("flow_id", "=", deployment.flow_id);
    const there = new Set((await known.where("idempotency_key", "in", keys).execute()).map((row) => row.idempotency_key));
    const made = part.filter(({ key }) => !there.has(key)).map((one) => scheduledRun(ctx, { deployment, ...one }));
    if (made.length === 0) continue;
    await tx.dialect.insertMany(tx, { table: "flow_run", rows: made.map(({ run }) => run), onConflict: "ignore" });
    // Somebody may have created a run with such a key by hand meanwhile; only what is ours gets its state.
    const ids = made.map(({ run }) => run.id);
    const ours = new Set((await tx.selectFrom("flow_run").select("id").where("id", "in", ids).execute()).map((row) => row.id));
    const states = made.filter(({ run }) => ours.has(run.id)).map(({ state }) => state);
    await tx.dialect.insertMany(tx, { table: "flow_run_state", rows: states });
    inserted += states.length;
  }
  return inserted;
};
