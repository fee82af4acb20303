import type { WorkPoolFilter } from "@millrace/contract";
import { sql } from "kysely";
import type { Queries } from "../../db/connection.ts";
import { workPoolCondition } from "../../db/filters/nouns.ts";
import type { WorkPoolTable } from "../../db/schema.ts";
import { notFound } from "../../errors.ts";
import { selectPools, type WorkPoolRow } from "./pool-rows.ts";

/** The pool of queues that are named without one. */
export const agentPool = "default-agent-pool";

export const poolNotFound = (name: string) => notFound(`Work pool "${name}" not found.`);

export const findPool = (db: Queries, name: string): Promise<WorkPoolTable | undefined> =>
  db.selectFrom("work_pool").selectAll().where("name", "=", name).executeTakeFirst();

export const getPool = async (db: Queries, name: string): Promise<WorkPoolTable> => {
  const pool = await findPool(db, name);
  if (pool === undefined) throw poolNotFound(name);
  return pool;
};

/** The pool a queue belongs to, which is always there. */
export const getPoolOfQueue = (db: Queries, { work_pool_id }: { readonly work_pool_id: string }): Promise<WorkPoolTable> =>
  db.selectFrom("work_pool").selectAll().where("id", "=", work_pool_id).executeTakeFirstOrThrow();

export const getPoolWithSlots = async (db: Queries, name: string): Promise<WorkPoolRow> => {
  const pool = await selectPools(db).where("work_pool.name", "=", name).executeTakeFirst();
  if (pool === undefined) throw poolNotFound(name);
  return pool;
};

type Filter = WorkPoolFilter | null | undefined;

export const listPools = (db: Queries, filter: Filter, { limit, offset }: { limit: number; offset: number }): Promise<WorkPoolRow[]> => {
  const where = workPoolCondition(filter);
  const pools = selectPools(db).orderBy("work_pool.name").limit(limit).offset(offset);
  return (where === undefined ? pools : pools.where(where)).execute();
};

export const countPools = async (db: Queries, filter: Filter): Promise<number> => {
  const where = workPoolCondition(filter);
  const pools = db.selectFrom("work_pool").select(sql<number>`count(*)`.as("count"));
  const row = await (where === undefined ? pools : pools.where(where)).executeTakeFirst();
  return row?.count ?? 0;
};
