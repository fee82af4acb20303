import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import { notFound } from "../../errors.ts";

/** Where deployments go that name a queue but no pool. */
const defaultPool = "default-agent-pool";
/** What a pool's queue is called when nobody named one. */
const defaultQueue = "default";

/** What a caller says about where runs should wait; `undefined` where it says nothing. */
export interface Place {
  readonly work_pool_name?: string | null | undefined;
  readonly work_queue_name?: string | null | undefined;
}

/**
 * The id of the queue that names stand for: a missing queue is made, a missing pool is not, except the default one
 * (server.md §5.5). Undefined when nothing was named. Throws `not-found`.
 */
export const placeInQueue = async (ctx: Context, tx: Tx, { work_pool_name, work_queue_name }: Place): Promise<string | undefined> => {
  if (!work_pool_name && !work_queue_name) return undefined;
  const pool = await findPool(ctx, tx, work_pool_name || defaultPool);
  return findOrCreateQueue(ctx, tx, { pool, name: work_queue_name || defaultQueue });
};

const findPool = async (ctx: Context, tx: Tx, name: string): Promise<string> => {
  const find = tx.selectFrom("work_pool").select("id").where("name", "=", name);
  const found = await find.executeTakeFirst();
  if (found !== undefined) return found.id;
  if (name !== defaultPool) throw notFound(`Work pool "${name}" not found.`);
  const now = ctx.clock.now();
  const row = { id: ctx.newId(), created: now, updated: now, name, type: "prefect-agent" };
  await tx
    .insertInto("work_pool")
    .values(row)
    .onConflict((on) => on.column("name").doNothing())
    .execute();
  const { id } = await find.executeTakeFirstOrThrow();
  await findOrCreateQueue(ctx, tx, { pool: id, name: defaultQueue });
  return id;
};

const findOrCreateQueue = async (ctx: Context, tx: Tx, { pool, name }: { pool: string; name: string }): Promise<string> => {
  const inPool = tx.selectFrom("work_queue").where("work_pool_id", "=", pool);
  const find = inPool.select("id").where("name", "=", name);
  const found = await find.executeTakeFirst();
  if (found !== undefined) return found.id;
  const taken = await inPool.select("priority").orderBy("priority").execute();
  const now = ctx.clock.now();
  const priority = firstFree(taken.map((row) => row.priority));
  const row = { id: ctx.newId(), created: now, updated: now, name, work_pool_id: pool, priority, is_paused: false };
  await tx
    .insertInto("work_queue")
    .values(row)
    .onConflict((on) => on.columns(["work_pool_id", "name"]).doNothing())
    .execute();
  return (await find.executeTakeFirstOrThrow()).id;
};

const firstFree = (priorities: readonly number[]): number => {
  const taken = new Set(priorities);
  let priority = 1;
  while (taken.has(priority)) priority++;
  return priority;
};
