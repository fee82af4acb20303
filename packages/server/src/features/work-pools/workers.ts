import type { Instant, PooledWorker, Worker, WorkerFilter } from "@millrace/contract";
import { addSeconds, compareInstants } from "@millrace/contract";
import { type SqlBool, sql } from "kysely";
import type { Context } from "../../context.ts";
import type { Queries, Tx } from "../../db/connection.ts";
import { column, combine, isBetween } from "../../db/filters/members.ts";
import type { WorkerTable, WorkPoolTable } from "../../db/schema.ts";
import { notFound } from "../../errors.ts";
import { appendEvents } from "../../messaging/append-events.ts";
import { setPoolStatus } from "./pool-status.ts";
import { getPool } from "./queries.ts";
import { workerEvent } from "./worker-events.ts";

interface Heartbeat {
  readonly name: string;
  readonly heartbeat_interval_seconds?: number | null | undefined;
}

/** Notes a worker's sign of life; a pool that had nobody is ready from then on (server.md §5.6, §5.7). Throws `not-found`. */
export const recordHeartbeat = (ctx: Context, poolName: string, beat: Heartbeat): Promise<void> =>
  ctx.transact(async (tx) => {
    const { id } = await getPool(tx, poolName);
    // Whoever finds that a pool has no worker left waits for this one, and the other way round.
    await tx.dialect.lockRow(tx, "work_pool", id);
    await recordHeartbeatIn(ctx, tx, { pool: await getPool(tx, poolName), beat });
  });

/** The same for a pool that is locked already. */
export const recordHeartbeatIn = async (ctx: Context, tx: Tx, { pool, beat }: { pool: WorkPoolTable; beat: Heartbeat }): Promise<void> => {
  await saveWorker(ctx, tx, { pool, beat });
  if (pool.status === "NOT_READY") await setPoolStatus(ctx, tx, { pool, status: "READY" });
};

const saveWorker = async (ctx: Context, tx: Tx, { pool, beat }: { pool: WorkPoolTable; beat: Heartbeat }): Promise<void> => {
  const { foremanInterval, foremanPatience } = ctx.settings;
  const now = ctx.clock.now();
  const ofName = tx.selectFrom("worker").selectAll().where("work_pool_id", "=", pool.id).where("name", "=", beat.name);
  const known = await ofName.executeTakeFirst();
  const interval = beat.heartbeat_interval_seconds ?? known?.heartbeat_interval_seconds ?? null;
  const beats = {
    last_heartbeat_time: now,
    heartbeat_interval_seconds: interval,
    offline_after: addSeconds(now, (interval || foremanInterval) * foremanPatience),
    updated: now,
  };
  const worker = { id: known?.id ?? ctx.newId(), name: beat.name, work_pool_id: pool.id };
  if (known === undefined) {
    await tx
      .insertInto("worker")
      .values({ ...beats, ...worker, created: now })
      .execute();
  } else {
    await tx.updateTable("worker").set(beats).where("id", "=", known.id).execute();
  }
  if (known === undefined || compareInstants(known.offline_after, now) < 0)
    await appendEvents(ctx, tx, [workerEvent({ kind: "online", worker, id: ctx.newId(), occurred: now })]);
};

interface Listed {
  readonly pool: string;
  readonly filter: WorkerFilter | null | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** The workers of a pool, the one heard of last first. Throws `not-found`. */
export const listWorkers = async (ctx: Context, { pool, filter, limit, offset }: Listed): Promise<Worker[]> => {
  const { id } = await getPool(ctx.read, pool);
  const now = ctx.clock.now();
  const where = workerCondition(ctx.read, filter, now);
  const ofPool = ctx.read.selectFrom("worker").selectAll().where("work_pool_id", "=", id);
  const matching = where === undefined ? ofPool : ofPool.where(where);
  const rows = await matching.orderBy("last_heartbeat_time", "desc").orderBy("id").limit(limit).offset(offset).execute();
  return rows.map((row) => toWorker(row, now));
};

const toWorker = ({ offline_after, ...worker }: WorkerTable, now: Instant): Worker => ({
  ...worker,
  status: compareInstants(offline_after, now) >= 0 ? "ONLINE" : "OFFLINE",
});

/** The workers of all pools, the one heard of last first. */
export const listAllWorkers = async (ctx: Context, { limit, offset }: { limit: number; offset: number }): Promise<PooledWorker[]> => {
  const rows = await ctx.read
    .selectFrom("worker")
    .innerJoin("work_pool", "work_pool.id", "worker.work_pool_id")
    .selectAll("worker")
    .select("work_pool.name as work_pool_name")
    .orderBy("worker.last_heartbeat_time", "desc")
    .orderBy("worker.id")
    .limit(limit)
    .offset(offset)
    .execute();
  const now = ctx.clock.now();
  return rows.map(({ work_pool_name, ...row }) => ({ ...toWorker(row, now), work_pool_name }));
};

const workerCondition = (db: Queries, filter: WorkerFilter | null | undefined, now: string) => {
  if (!filter) return undefined;
  const { any_, not_any_ } = filter.status ?? {};
  const isOnline = sql<SqlBool>`${column("worker.offline_after")} >= ${db.dialect.time(now)}`;
  const never = sql<SqlBool>`1 = 0`;
  const hasStatus = (statuses: readonly string[]) => {
    const [online, offline] = [statuses.includes("ONLINE"), statuses.includes("OFFLINE")];
    if (online && offline) return sql<SqlBool>`1 = 1`;
    return online ? isOnline : offline ? sql<SqlBool>`not (${isOnline})` : never;
  };
  return combine(filter.operator, [
    isBetween(db.dialect, column("worker.last_heartbeat_time"), filter.last_heartbeat_time),
    any_ ? hasStatus(any_) : undefined,
    not_any_ && not_any_.length > 0 ? sql<SqlBool>`not (${hasStatus(not_any_)})` : undefined,
  ]);
};

/** Forgets a worker. Throws `not-found`. */
export const deleteWorker = (ctx: Context, poolName: string, name: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { id } = await getPool(tx, poolName);
    const deleted = await tx.deleteFrom("worker").where("work_pool_id", "=", id).where("name", "=", name).returning("id").execute();
    const [worker] = deleted;
    if (worker === undefined) throw notFound("Worker not found.");
    const told = { kind: "deleted", id: ctx.newId(), occurred: ctx.clock.now() } as const;
    await appendEvents(ctx, tx, [workerEvent({ ...told, worker: { ...worker, name, work_pool_id: id } })]);
    tx.afterCommit(() => ctx.alarm.ring("readiness"));
  });
