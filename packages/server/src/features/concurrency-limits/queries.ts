import type { GlobalConcurrencyLimit, Instant } from "@millrace/contract";
import type { Queries } from "../../db/connection.ts";
import { type DomainError, notFound } from "../../errors.ts";
import { type LimitRow, toLimit } from "./limit-rows.ts";

export const noLimit = (): DomainError => notFound("Concurrency Limit not found");

const uuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/** The same id without the hyphens is the same id. */
const hyphenated = (id: string): string =>
  id
    .toLowerCase()
    .replaceAll("-", "")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

/** The id of a limit told by its id or its name. */
export const findLimitId = async (db: Queries, idOrName: string): Promise<string | undefined> => {
  const limits = db.selectFrom("concurrency_limit").select("id");
  const found = uuid.test(idOrName) ? limits.where("id", "=", hyphenated(idOrName)) : limits.where("name", "=", idOrName);
  return (await found.executeTakeFirst())?.id;
};

export const findLimitRow = (db: Queries, id: string): Promise<LimitRow | undefined> =>
  db.selectFrom("concurrency_limit").selectAll().where("id", "=", id).executeTakeFirst();

export const listLimitRows = async (db: Queries, names: readonly string[]): Promise<LimitRow[]> => {
  if (names.length === 0) return [];
  const named = db
    .selectFrom("concurrency_limit")
    .selectAll()
    .where("name", "in", [...names]);
  return named.orderBy("name").execute();
};

/** Throws `not-found`. */
export const getLimit = async (db: Queries, idOrName: string, now: Instant): Promise<GlobalConcurrencyLimit> => {
  const id = await findLimitId(db, idOrName);
  const row = id === undefined ? undefined : await findLimitRow(db, id);
  if (row === undefined) throw noLimit();
  return toLimit(row, now);
};

export const listLimits = async (
  db: Queries,
  { limit, offset }: { limit: number; offset: number },
  now: Instant,
): Promise<GlobalConcurrencyLimit[]> => {
  const rows = await db.selectFrom("concurrency_limit").selectAll().orderBy("name").limit(limit).offset(offset).execute();
  return rows.map((row) => toLimit(row, now));
};
