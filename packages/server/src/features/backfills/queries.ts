import type { Backfill, BackfillState } from "@millrace/contract";
import type { BackfillTable } from "../../db/backfill-tables.ts";
import type { Queries } from "../../db/connection.ts";
import { allOf, column, isAnyOf } from "../../db/filters/members.ts";
import { notFound } from "../../errors.ts";
import { listProgress, toBackfill } from "./backfill-rows.ts";

const withProgress = async (db: Queries, rows: readonly BackfillTable[]): Promise<Backfill[]> => {
  const progress = await listProgress(db, rows);
  return rows.flatMap((row) => {
    const known = progress.get(row.id);
    return known === undefined ? [] : [toBackfill(row, known)];
  });
};

/** Throws `not-found`. */
export const getBackfillRow = async (db: Queries, id: string): Promise<BackfillTable> => {
  const row = await db.selectFrom("backfill").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw notFound("Backfill not found.");
  return row;
};

/** Throws `not-found`. */
export const getBackfill = async (db: Queries, id: string): Promise<Backfill> => {
  const [backfill] = await withProgress(db, [await getBackfillRow(db, id)]);
  if (backfill === undefined) throw notFound("Backfill not found.");
  return backfill;
};

interface Wanted {
  readonly deployments?: { readonly any_?: readonly string[] | null | undefined } | null | undefined;
  readonly states: readonly BackfillState[] | null;
  readonly limit: number;
  readonly offset: number;
}

/** Backfills, the newest first. */
export const listBackfills = async (db: Queries, { deployments, states, limit, offset }: Wanted): Promise<Backfill[]> => {
  const where = allOf([isAnyOf(column("deployment_id"), deployments?.any_), isAnyOf(column("state"), states)]);
  const all = db.selectFrom("backfill").selectAll();
  const wanted = where === undefined ? all : all.where(where);
  return withProgress(db, await wanted.orderBy("id", "desc").limit(limit).offset(offset).execute());
};

/** Those with something left to do, the oldest first. */
export const listOpenBackfills = async (db: Queries): Promise<BackfillTable[]> =>
  db.selectFrom("backfill").selectAll().where("ended", "is", null).orderBy("id").execute();
