import { type BulkJob, type BulkOutcome, compareInstants, type Instant } from "@millrace/contract";
import { sql } from "kysely";
import type { Context } from "../../context.ts";
import type { BulkJobTable } from "../../db/bulk-tables.ts";
import type { Queries } from "../../db/connection.ts";
import { notFound } from "../../errors.ts";

/** Jobs that are remembered after their end, with what became of each thing. */
export const mostRemembered = 20;

type Tally = Record<BulkOutcome["outcome"], number>;

const listTallies = async (db: Queries, ids: readonly string[]): Promise<Map<string, Tally>> => {
  const found = new Map(ids.map((id): [string, Tally] => [id, { done: 0, refused: 0, failed: 0 }]));
  if (ids.length === 0) return found;
  const rows = await db
    .selectFrom("bulk_job_item")
    .select(["job_id", "outcome", sql<number>`count(*)`.as("count")])
    .where("job_id", "in", ids)
    .groupBy(["job_id", "outcome"])
    .execute();
  for (const { job_id, outcome, count } of rows) {
    const tally = found.get(job_id);
    if (tally !== undefined && outcome !== "waiting") tally[outcome] = count;
  }
  return found;
};

/** Whether nobody works at a job that has not ended. */
export const isAbandoned = ({ ended, claimed_until }: Pick<BulkJobTable, "ended" | "claimed_until">, now: Instant): boolean =>
  ended === null && compareInstants(claimed_until, now) <= 0;

const toJob = (row: BulkJobTable, { done, refused, failed }: Tally, now: Instant): BulkJob => {
  const { id, subject, action, created, ended, total, error, is_stopped } = row;
  const processed = done + refused + failed;
  const outcome = error !== null ? "failed" : is_stopped && processed < total ? "stopped" : "finished";
  const state = ended !== null ? outcome : isAbandoned(row, now) ? "waiting" : "running";
  return { id, subject, action, state, created, ended, total, processed, done, refused, failed, error };
};

const withTallies = async ({ read, clock }: Context, rows: readonly BulkJobTable[]): Promise<BulkJob[]> => {
  const tallies = await listTallies(
    read,
    rows.map(({ id }) => id),
  );
  return rows.flatMap((row) => {
    const tally = tallies.get(row.id);
    return tally === undefined ? [] : [toJob(row, tally, clock.now())];
  });
};

const unknown = `There is no such job, or it is forgotten: the last ${mostRemembered} that have ended are remembered.`;

/** Throws `not-found`. */
export const getJobRow = async (db: Queries, id: string): Promise<BulkJobTable> => {
  const row = await db.selectFrom("bulk_job").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw notFound(unknown);
  return row;
};

/** Throws `not-found`. */
export const getBulkJob = async (ctx: Context, id: string): Promise<BulkJob> => {
  const [job] = await withTallies(ctx, [await getJobRow(ctx.read, id)]);
  if (job === undefined) throw notFound(unknown);
  return job;
};

/** The jobs there are, the newest first. */
export const listBulkJobs = async (ctx: Context): Promise<BulkJob[]> =>
  withTallies(ctx, await ctx.read.selectFrom("bulk_job").selectAll().orderBy("id", "desc").execute());

interface Page {
  readonly limit: number;
  readonly offset: number;
  readonly only_problems: boolean;
}

/** What became of those a job is through with, in their order. Throws `not-found`. */
export const listBulkOutcomes = async ({ read }: Context, id: string, { limit, offset, only_problems }: Page): Promise<BulkOutcome[]> => {
  await getJobRow(read, id);
  const shown = ["refused", "failed", ...(only_problems ? [] : (["done"] as const))] as const;
  const rows = await read
    .selectFrom("bulk_job_item")
    .select(["item_id as id", "name", "outcome", "state_type", "state_name", "reason"])
    .where("job_id", "=", id)
    .where("outcome", "in", shown)
    .orderBy("position")
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.flatMap(({ outcome, ...row }) => (outcome === "waiting" ? [] : [{ ...row, outcome }]));
};

/** Jobs that nobody works at, the oldest first. */
export const listAbandonedJobs = (db: Queries, now: Instant): Promise<Pick<BulkJobTable, "id">[]> =>
  db.selectFrom("bulk_job").select("id").where("ended", "is", null).where("claimed_until", "<=", now).orderBy("id").execute();

/** When the next job counts as one that nobody works at, if nothing more is heard of it. */
export const nextAbandoned = async (db: Queries): Promise<Instant | undefined> => {
  const open = db.selectFrom("bulk_job").select("claimed_until").where("ended", "is", null).orderBy("claimed_until");
  return (await open.limit(1).executeTakeFirst())?.claimed_until;
};
