import type { CreateDeploymentSchedule, DeploymentSchedule, UpdateDeploymentSchedule } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import { notFound } from "../../errors.ts";
import { clearScheduledRuns } from "./clear-runs.ts";
import { lockDeployment } from "./save-deployment.ts";
import { forgetCovered, insertSchedules, patchSchedule, prepareSchedules } from "./schedules.ts";

interface Changed {
  readonly id: string;
  /** What is said when there is no such deployment; the routes differ in a full stop. */
  readonly missing?: string;
}

/** Does `work` while nobody else changes the deployment or schedules runs of it, and lets the scheduler look again. */
export const changeSchedulesOf = <T>(ctx: Context, changed: Changed, work: (tx: Tx) => Promise<T>): Promise<T> =>
  ctx.transact(async (tx) => {
    await holdSchedulesOf(ctx, tx, changed);
    return work(tx);
  });

/** Throws `not-found`. */
const holdSchedulesOf = async (ctx: Context, tx: Tx, { id, missing = "Deployment not found." }: Changed): Promise<void> => {
  if (!(await lockDeployment(tx, id))) throw notFound(missing);
  tx.afterCommit(() => ctx.alarm.ring("schedules"));
};

const missing = "Deployment not found";

const setPaused = async (ctx: Context, tx: Tx, { id, paused }: { id: string; paused: boolean }): Promise<void> => {
  await holdSchedulesOf(ctx, tx, { id, missing });
  if (paused) await forgetCovered(tx, id);
  await tx.updateTable("deployment").set({ paused, updated: ctx.clock.now() }).where("id", "=", id).execute();
};

/** No schedule makes runs any more, and those that wait for their time are taken back, due ones too. */
export const pauseDeploymentIn = async (ctx: Context, tx: Tx, id: string): Promise<void> => {
  await setPaused(ctx, tx, { id, paused: true });
  await clearScheduledRuns(tx, { deployment_id: id, auto: true });
};

export const pauseDeployment = (ctx: Context, id: string): Promise<void> => ctx.transact((tx) => pauseDeploymentIn(ctx, tx, id));

export const resumeDeploymentIn = (ctx: Context, tx: Tx, id: string): Promise<void> => setPaused(ctx, tx, { id, paused: false });

export const resumeDeployment = (ctx: Context, id: string): Promise<void> => ctx.transact((tx) => resumeDeploymentIn(ctx, tx, id));

/** Switches every schedule of a deployment on or off; what they give to runs stays as it is. */
export const switchSchedules = async (ctx: Context, tx: Tx, { id, active }: { id: string; active: boolean }): Promise<void> => {
  await holdSchedulesOf(ctx, tx, { id, missing });
  const now = ctx.clock.now();
  const own = tx.updateTable("deployment_schedule").set({ active, updated: now, covered_until: null }).where("deployment_id", "=", id);
  const switched = await own.where("active", "=", !active).returning("id").execute();
  for (const schedule of switched) await clearScheduledRuns(tx, { deployment_id: id, auto: true, after: now, schedule_id: schedule.id });
};

/** Adds schedules to those a deployment has. */
export const createSchedules = async (
  ctx: Context,
  deploymentId: string,
  sent: readonly CreateDeploymentSchedule[],
): Promise<DeploymentSchedule[]> => {
  const schedules = await prepareSchedules(ctx, { schedules: sent, at: ["body"], body: sent });
  return changeSchedulesOf(ctx, { id: deploymentId }, (tx) => insertSchedules(ctx, tx, { deploymentId, schedules }));
};

export interface ScheduleId {
  readonly deploymentId: string;
  readonly scheduleId: string;
}

/** Changes a schedule; its future runs are made anew. */
export const updateSchedule = async (
  ctx: Context,
  { deploymentId, scheduleId }: ScheduleId,
  sent: UpdateDeploymentSchedule,
): Promise<void> => {
  const [patch] = await prepareSchedules(ctx, { schedules: [sent], at: ["body"], body: sent, single: true });
  await changeSchedulesOf(ctx, { id: deploymentId }, async (tx) => {
    if (patch === undefined || !(await patchSchedule(ctx, tx, { deploymentId, scheduleId, patch }))) throw notFound("Schedule not found.");
    await clearScheduledRuns(tx, { deployment_id: deploymentId, auto: true, after: ctx.clock.now(), schedule_id: scheduleId });
  });
};

/** Deletes a schedule and its runs that wait for their time. */
export const deleteSchedule = (ctx: Context, { deploymentId, scheduleId }: ScheduleId): Promise<void> =>
  changeSchedulesOf(ctx, { id: deploymentId }, async (tx) => {
    const own = tx.deleteFrom("deployment_schedule").where("id", "=", scheduleId).where("deployment_id", "=", deploymentId);
    if ((await own.returning("id").execute()).length === 0) throw notFound("Schedule not found.");
    await clearScheduledRuns(tx, { deployment_id: deploymentId, auto: true, schedule_id: scheduleId });
  });
