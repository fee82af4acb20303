import type { CreateSchedule, DeploymentSchedule, JsonObject, Schedule } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import type { DeploymentScheduleTable } from "../../db/schema.ts";
import { isEqual } from "../../wire/json-schema/values.ts";
import { InvalidRequest, type Problem, valueProblem } from "../../wire/problems.ts";
import { toSchedule } from "./deployment-rows.ts";
import { normalizeSchedule } from "./normalize-schedule.ts";
import { validateSchedule } from "./schedule-checks.ts";

/** A schedule as a request sends it; a new one always has `schedule`. */
export interface SentSchedule {
  readonly schedule?: CreateSchedule | null | undefined;
  readonly active?: boolean | null | undefined;
  readonly max_scheduled_runs?: number | null | undefined;
  readonly parameters?: JsonObject | undefined;
  readonly slug?: string | null | undefined;
  readonly replaces?: string | null | undefined;
}

/** A schedule whose dates are known to be computable and whose gaps are filled. */
export interface ReadySchedule extends Omit<SentSchedule, "schedule"> {
  readonly schedule?: Schedule;
}

interface Sent {
  readonly schedules: readonly SentSchedule[];
  /** Where the list stands in the request, for what is said about it. */
  readonly at: readonly (string | number)[];
  readonly body: unknown;
  /** Whether the request is one schedule rather than a list. */
  readonly single?: boolean;
}

/**
 * Checks what no schema can say of schedules and fills in what they left out. Has to happen before the transaction, as it
 * may wait for a library. Throws an `InvalidRequest`.
 */
export const prepareSchedules = async (ctx: Context, { schedules, at, body, single = false }: Sent): Promise<ReadySchedule[]> => {
  const problems = schedules.flatMap((sent, index) => problemsOf(ctx, sent, single ? at : [...at, index]));
  if (problems.length > 0) throw new InvalidRequest(problems, body);
  const now = ctx.clock.now();
  return Promise.all(
    schedules.map(async ({ schedule, ...rest }) => (schedule ? { ...rest, schedule: await normalizeSchedule(schedule, now) } : rest)),
  );
};

const problemsOf = ({ settings }: Context, sent: SentSchedule, at: readonly (string | number)[]): Problem[] => {
  const problems: Problem[] = [];
  const { schedule, max_scheduled_runs: most } = sent;
  const problem = schedule ? validateSchedule(schedule) : null;
  if (problem !== null) {
    const loc = [...at, "schedule", ...(problem.field === null ? [] : [problem.field])];
    problems.push(valueProblem(loc, problem.message, schedule));
  }
  if (typeof most === "number" && most > settings.maxScheduledRuns) {
    const message = `\`max_scheduled_runs\` must be less than or equal to ${settings.maxScheduledRuns}.`;
    problems.push(valueProblem([...at, "max_scheduled_runs"], message, most));
  }
  return problems;
};

const newRow = (ctx: Context, deploymentId: string, sent: ReadySchedule & { schedule: Schedule }): DeploymentScheduleTable => {
  const now = ctx.clock.now();
  return {
    id: ctx.newId(),
    created: now,
    updated: now,
    deployment_id: deploymentId,
    schedule: { ...sent.schedule },
    active: sent.active ?? true,
    max_scheduled_runs: sent.max_scheduled_runs ?? null,
    parameters: sent.parameters ?? {},
    slug: sent.slug ?? null,
    policy: null,
    covered_until: null,
  };
};

const isNew = (sent: ReadySchedule): sent is ReadySchedule & { schedule: Schedule } => sent.schedule !== undefined;

/** Adds schedules; those without a `schedule` say nothing. Two with one slug are refused by the database. */
export const insertSchedules = async (
  ctx: Context,
  tx: Tx,
  { deploymentId, schedules }: { deploymentId: string; schedules: readonly ReadySchedule[] },
): Promise<DeploymentSchedule[]> => {
  const rows = schedules.filter(isNew).map((sent) => newRow(ctx, deploymentId, sent));
  if (rows.length > 0) await tx.dialect.insertMany(tx, { table: "deployment_schedule", rows });
  return rows.map(toSchedule);
};

/** Rows of the same plan: what was the same schedule before stays it. */
const isSamePlan = (row: DeploymentScheduleTable, { slug, schedule }: ReadySchedule): boolean =>
  slug ? row.slug === slug : row.slug === null && isEqual(row.schedule, { ...schedule });

/** Intervals that differ in no more than where they count from: a process that serves a deployment counts from its own start. */
const isSameInterval = ({ slug, schedule: kept }: DeploymentScheduleTable, sent: ReadySchedule): boolean => {
  if (slug !== null || sent.slug || sent.schedule === undefined || !("interval" in sent.schedule)) return false;
  return isEqual({ ...kept, anchor_date: null }, { ...sent.schedule, anchor_date: null });
};

/** The row that each sent schedule was, where it was there already; the more alike ones first. */
const findKept = (
  rows: readonly DeploymentScheduleTable[],
  schedules: readonly ReadySchedule[],
): Map<ReadySchedule, DeploymentScheduleTable> => {
  const kept = new Map<ReadySchedule, DeploymentScheduleTable>();
  const left = new Set(rows);
  for (const isSame of [isSamePlan, isSameInterval]) {
    for (const sent of schedules) {
      const row = kept.has(sent) ? undefined : [...left].find((each) => isSame(each, sent));
      if (row === undefined) continue;
      kept.set(sent, row);
      left.delete(row);
    }
  }
  return kept;
};

/**
 * Puts these schedules in the place of all there were. One that was there already keeps its id: the id is part of the
 * key that keeps a date from being scheduled twice, also when its run has already left the schedule for a worker.
 */
export const replaceSchedules = async (
  ctx: Context,
  tx: Tx,
  { deploymentId, schedules }: { deploymentId: string; schedules: readonly ReadySchedule[] },
): Promise<void> => {
  const old = await tx.selectFrom("deployment_schedule").selectAll().where("deployment_id", "=", deploymentId).execute();
  await tx.deleteFrom("deployment_schedule").where("deployment_id", "=", deploymentId).execute();
  const fresh = schedules.filter(isNew);
  const known = findKept(old, fresh);
  const rows = fresh.map((sent) => {
    const kept = known.get(sent);
    const row = newRow(ctx, deploymentId, sent);
    if (kept === undefined) return row;
    const { id, created, policy } = kept;
    const covered_until = isEqual(kept.schedule, row.schedule) && kept.active && row.active ? kept.covered_until : null;
    return { ...row, id, created, policy, covered_until };
  });
  if (rows.length > 0) await tx.dialect.insertMany(tx, { table: "deployment_schedule", rows });
};

interface Patched {
  readonly deploymentId: string;
  readonly scheduleId: string;
  readonly patch: ReadySchedule;
}

/** Changes a schedule. Null changes nothing, and parameters that are not given become none (server.md §6.2). False when there is no such schedule. */
export const patchSchedule = async (ctx: Context, tx: Tx, { deploymentId, scheduleId, patch }: Patched): Promise<boolean> => {
  const { schedule, active, max_scheduled_runs, slug, parameters = {} } = patch;
  const updated = await tx
    .updateTable("deployment_schedule")
    .set({
      updated: ctx.clock.now(),
      parameters,
      // Dates of the old plan, or of the time it did not hold, are no missed ones.
      ...(schedule || typeof active === "boolean" ? { covered_until: null } : {}),
      ...(schedule === undefined ? {} : { schedule: { ...schedule } }),
      ...(active === undefined || active === null ? {} : { active }),
      ...(max_scheduled_runs === undefined || max_scheduled_runs === null ? {} : { max_scheduled_runs }),
      ...(slug === undefined || slug === null ? {} : { slug }),
    })
    .where("id", "=", scheduleId)
    .where("deployment_id", "=", deploymentId)
    .returning("id")
    .execute();
  return updated.length === 1;
};

/** What passes while a deployment is paused is not missed: its schedules start anew when it goes on. */
export const forgetCovered = async (tx: Tx, deploymentId: string): Promise<void> => {
  const own = tx.updateTable("deployment_schedule").set({ covered_until: null }).where("deployment_id", "=", deploymentId);
  await own.where("covered_until", "is not", null).execute();
};
