import type { SavedSearch, SavedSearchFilter, SaveSearch } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import type { SavedSearchTable } from "../../db/schema.ts";
import { notFound } from "../../errors.ts";

const noSearch = () => notFound("Saved search not found");

const toSavedSearch = (row: SavedSearchTable): SavedSearch => ({ ...row, filters: row.filters as unknown as readonly SavedSearchFilter[] });

/** Stores a search, or gives the one that has its name these filters. `created` tells which. */
export const saveSearch = (ctx: Context, { name, filters }: SaveSearch): Promise<{ search: SavedSearch; created: boolean }> =>
  ctx.transact(async (tx) => {
    const now = ctx.clock.now();
    const row = { id: ctx.newId(), created: now, updated: now, name, filters };
    const saved = await tx
      .insertInto("saved_search")
      .values(row)
      .onConflict((on) => on.column("name").doUpdateSet({ filters, updated: now }))
      .returningAll()
      .executeTakeFirstOrThrow();
    return { search: toSavedSearch(saved), created: saved.id === row.id };
  });

export const getSavedSearch = async (db: Queries, id: string): Promise<SavedSearch> => {
  const row = await db.selectFrom("saved_search").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw noSearch();
  return toSavedSearch(row);
};

export const listSavedSearches = async (db: Queries, { limit, offset }: { limit: number; offset: number }): Promise<SavedSearch[]> => {
  const rows = await db.selectFrom("saved_search").selectAll().orderBy("name").limit(limit).offset(offset).execute();
  return rows.map(toSavedSearch);
};

export const deleteSavedSearch = (ctx: Context, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const deleted = await tx.deleteFrom("saved_search").where("id", "=", id).returning("id").execute();
    if (deleted.length === 0) throw noSearch();
  });
