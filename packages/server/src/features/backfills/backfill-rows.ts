import type { Backfill, BackfillPlan, BackfillProgress } from "@millrace/contract";
import { sql } from "kysely";
import type { BackfillTable } from "../../db/backfill-tables.ts";
import type { Queries } from "../../db/connection.ts";

/** The plans of a backfill as they were stored: only checked ones are (create-backfill.ts). */
export const storedPlans = ({ plans }: Pick<BackfillTable, "plans">): readonly BackfillPlan[] =>
  plans as unknown as readonly BackfillPlan[];

export const toBackfill = ({ total: _, ...row }: BackfillTable, progress: BackfillProgress): Backfill => ({
  ...row,
  plans: storedPlans(row),
  progress,
});

/** How far backfills have come, by id. */
export const listProgress = async (db: Queries, backfills: readonly BackfillTable[]): Promise<Map<string, BackfillProgress>> => {
  const ids = backfills.map(({ id }) => id);
  const found = new Map(backfills.map(({ id, total }) => [id, blank(total)]));
  if (ids.length === 0) return found;
  const rows = await db
    .selectFrom("backfill_instant as date")
    .leftJoin("flow_run as run", "run.id", "date.flow_run_id")
    .select(["date.backfill_id", "date.outcome", "run.state_type", sql<number>`count(*)`.as("count")])
    .where("date.backfill_id", "in", ids)
    .groupBy(["date.backfill_id", "date.outcome", "run.state_type"])
    .execute();
  for (const { backfill_id, outcome, state_type, count } of rows) {
    const progress = found.get(backfill_id);
    if (progress === undefined) continue;
    progress[keys[outcome]] += count;
    const isOwn = outcome === "OPEN" || outcome === "ENDED";
    if (isOwn && state_type !== null) progress.runs[state_type] = (progress.runs[state_type] ?? 0) + count;
  }
  return found;
};

const keys = { WAITING: "waiting", OPEN: "open", ENDED: "ended", SKIPPED: "skipped", CANCELLED: "cancelled" } as const;

type Counting = { -readonly [K in keyof BackfillProgress]: K extends "runs" ? Record<string, number> : BackfillProgress[K] };

const blank = (total: number): Counting => ({ total, waiting: 0, open: 0, ended: 0, skipped: 0, cancelled: 0, runs: {} });
