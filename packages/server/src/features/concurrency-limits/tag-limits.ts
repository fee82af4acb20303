import type { TagConcurrencyLimit } from "@millrace/contract";
import { sql } from "kysely";
import type { Context } from "../../context.ts";
import type { Queries, Tx } from "../../db/connection.ts";
import { type DomainError, notFound } from "../../errors.ts";
import { hundredYears, insertLease, releaseLeases } from "./leases.ts";
import { type LimitRow, tagPrefix } from "./limit-rows.ts";
import { changeLimitIn, createLimitIn, deleteLimitIn } from "./operations.ts";
import { findLimitRow, listLimitRows } from "./queries.ts";
import { addSlots, lockLimits } from "./slots.ts";

/** Limits on tags in the protocol's older shape. A limit on `t` is the one named `tag:t` (server.md §7.3). */

const noLimit = (): DomainError => notFound("Concurrency limit not found");

/** A tag's limit by its id or by the tag. */
export type TagKey = { readonly id: string } | { readonly tag: string };

const findRow = async (db: Queries, key: TagKey): Promise<LimitRow | undefined> => {
  const row = "id" in key ? await findLimitRow(db, key.id) : (await listLimitRows(db, [`${tagPrefix}${key.tag}`]))[0];
  return row?.name.startsWith(tagPrefix) === true ? row : undefined;
};

/** The same, locked. Throws `not-found`. */
const lockRow = async (tx: Tx, key: TagKey): Promise<LimitRow> => {
  const found = await findRow(tx, key);
  const [row] = found === undefined ? [] : await lockLimits(tx, [found.id]);
  if (row === undefined) throw noLimit();
  return row;
};

/** Limits as the older shape shows them, each with the task runs that hold its slots. */
const withHolders = async (db: Queries, rows: readonly LimitRow[]): Promise<TagConcurrencyLimit[]> => {
  const ids = rows.map((row) => row.id);
  const leases = db
    .selectFrom("concurrency_lease as lease")
    .innerJoin("concurrency_lease_limit as link", "link.lease_id", "lease.id")
    .select(["link.limit_id", "lease.holder_id"])
    .where("link.limit_id", "in", ids)
    .where("lease.holder_type", "=", "task_run");
  const held = ids.length === 0 ? [] : await leases.orderBy("lease.created").orderBy("lease.id").execute();
  return rows.map(({ id, created, updated, name, limit }) => ({
    id,
    created,
    updated,
    tag: name.slice(tagPrefix.length),
    concurrency_limit: limit,
    active_slots: held.flatMap(({ limit_id, holder_id }) => (limit_id === id && holder_id !== null ? [holder_id] : [])),
  }));
};

const withItsHolders = async (db: Queries, row: LimitRow): Promise<TagConcurrencyLimit> => {
  const [limit] = await withHolders(db, [row]);
  if (limit === undefined) throw noLimit();
  return limit;
};

/** Limits a tag, or changes the limit it has. `created` tells which. */
export const setTagLimit = (
  ctx: Context,
  { tag, concurrency_limit: limit }: { tag: string; concurrency_limit: number },
): Promise<{ limit: TagConcurrencyLimit; created: boolean }> =>
  ctx.transact(async (tx) => {
    const name = `${tagPrefix}${tag}`;
    await tx.dialect.lockName(tx, JSON.stringify(["concurrency_limit", name]));
    const known = await findRow(tx, { tag });
    const [row] = known === undefined ? [] : await lockLimits(tx, [known.id]);
    const set = row === undefined ? await createLimitIn(ctx, tx, { name, limit }) : await changeLimitIn(ctx, tx, { row, input: { limit } });
    return { limit: await withItsHolders(tx, set), created: row === undefined };
  });

/** Throws `not-found`. */
export const getTagLimit = async (db: Queries, key: TagKey): Promise<TagConcurrencyLimit> => {
  const row = await findRow(db, key);
  if (row === undefined) throw noLimit();
  return withItsHolders(db, row);
};

export const listTagLimits = async (db: Queries, { limit, offset }: { limit: number; offset: number }): Promise<TagConcurrencyLimit[]> => {
  // Not LIKE: SQLite's takes no notice of case.
  const rows = db.selectFrom("concurrency_limit").selectAll().where(sql<boolean>`substr(name, 1, ${tagPrefix.length}) = ${tagPrefix}`);
  return withHolders(db, await rows.orderBy("name").limit(limit).offset(offset).execute());
};

/** Ends every lease on a limit; what they had on other limits comes back with it. */
const releaseAll = async (ctx: Context, tx: Tx, limitId: string): Promise<void> => {
  const leases = await tx.selectFrom("concurrency_lease_limit").select("lease_id").where("limit_id", "=", limitId).execute();
  await releaseLeases(
    ctx,
    tx,
    leases.map((lease) => lease.lease_id),
  );
};

/** Deletes a tag's limit and ends the leases on it. Throws `not-found`. */
export const deleteTagLimit = (ctx: Context, key: TagKey): Promise<void> =>
  ctx.transact(async (tx) => {
    const { id } = await lockRow(tx, key);
    await releaseAll(ctx, tx, id);
    await deleteLimitIn(ctx, tx, await lockRow(tx, { id }));
  });

/** Takes every slot of a tag's limit back, then gives these task runs one each, more than there are if need be. Throws `not-found`. */
export const resetTagLimit = (ctx: Context, tag: string, taskRunIds: readonly string[]): Promise<void> =>
  ctx.transact(async (tx) => {
    const { id } = await lockRow(tx, { tag });
    await releaseAll(ctx, tx, id);
    const emptied = await changeLimitIn(ctx, tx, { row: await lockRow(tx, { id }), input: { active_slots: 0 } });
    if (taskRunIds.length === 0) return;
    await addSlots(ctx, tx, { limits: [emptied], slots: taskRunIds.length });
    for (const holder of taskRunIds) {
      const lease = { limits: [emptied], slots: 1, seconds: hundredYears, holder: { type: "task_run", id: holder } } as const;
      await insertLease(ctx, tx, lease);
    }
  });
