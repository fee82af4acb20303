import { randomBytes } from "node:crypto";
import { addSeconds, compareInstants, type Instant } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Queries, Tx } from "../../db/connection.ts";
import type { WorkerCleanupTable } from "../../db/worker-cleanup-table.ts";
import { isSameSecret } from "../../same-secret.ts";

/** Pools without workers of their own, by the ends of their types. */
const workerless = [":push", ":managed"];
/** What no worker took in a day is forgotten: most workers never ask for teardowns. */
const keptSeconds = 86_400;
/** Why a worker gives back what it has no room for: it did not try, as the one before was not quite over. */
export const noRoom = "concurrency_limit_reached";

/** Asks the workers of a run's pool to tear down its infrastructure. Of a run that came through no pool nobody knows where it is. */
export const requestTeardown = async (ctx: Context, tx: Tx, flowRunId: string): Promise<void> => {
  const run = await tx
    .selectFrom("flow_run")
    .innerJoin("work_queue as queue", "queue.id", "flow_run.work_queue_id")
    .innerJoin("work_pool as pool", "pool.id", "queue.work_pool_id")
    .select(["flow_run.infrastructure_pid", "queue.id as queue_id", "pool.id as pool_id", "pool.type"])
    .where("flow_run.id", "=", flowRunId)
    .executeTakeFirst();
  if (run === undefined || workerless.some((end) => run.type.endsWith(end))) return;
  const row: WorkerCleanupTable = {
    id: ctx.newId(),
    created: ctx.clock.now(),
    work_pool_id: run.pool_id,
    work_queue_id: run.queue_id,
    kind: "cancelling_timeout_teardown.v1",
    target: { flow_run_id: flowRunId, infrastructure_pid: run.infrastructure_pid },
    deliveries: 0,
    consumer_id: null,
    reservation_token: null,
    expiration: null,
  };
  await tx.insertInto("worker_cleanup").values(row).execute();
  tx.afterCommit(() => ctx.bus.cleanups.publish([run.pool_id]));
};

/** A worker that tears down. */
export interface CleanupConsumer {
  readonly poolId: string;
  readonly consumerId: string;
  /** Whose runs it is asked for first. */
  readonly queueIds: readonly string[];
  readonly kinds: readonly string[];
  /** How many it takes at once. */
  readonly most: number;
}

export interface CleanupReservation extends WorkerCleanupTable {
  readonly reservation_token: string;
  readonly expiration: Instant;
}

/** Gives a worker the next teardown that nobody has; undefined when there is none, or when the worker has enough. */
export const reserveCleanup = (ctx: Context, consumer: CleanupConsumer): Promise<CleanupReservation | undefined> =>
  ctx.transact(async (tx) => {
    const now = ctx.clock.now();
    const free = await tx
      .selectFrom("worker_cleanup")
      .selectAll()
      .where("work_pool_id", "=", consumer.poolId)
      .where("kind", "in", [...consumer.kinds])
      .where("deliveries", "<", ctx.settings.cleanupDeliveries)
      .where((or) => or.or([or("expiration", "is", null), or("expiration", "<=", now)]))
      .orderBy((by) =>
        by
          .case()
          .when("work_queue_id", "in", [...consumer.queueIds])
          .then(0)
          .else(1)
          .end(),
      )
      .orderBy("created")
      .orderBy("id")
      .limit(1)
      .modifyEnd(tx.dialect.lockingFree("worker_cleanup"))
      .executeTakeFirst();
    if (free === undefined) return undefined;
    const { held } = await tx
      .selectFrom("worker_cleanup")
      .select(({ fn }) => fn.countAll<number>().as("held"))
      .where("work_pool_id", "=", consumer.poolId)
      .where("consumer_id", "=", consumer.consumerId)
      .where("expiration", ">", now)
      .executeTakeFirstOrThrow();
    if (Number(held) >= consumer.most) return undefined;
    const taken = {
      deliveries: free.deliveries + 1,
      consumer_id: consumer.consumerId,
      reservation_token: randomBytes(32).toString("base64url"),
      expiration: addSeconds(now, ctx.settings.cleanupLease),
    };
    await tx.updateTable("worker_cleanup").set(taken).where("id", "=", free.id).execute();
    return { ...free, ...taken };
  });

export type CleanupOperation = "ack" | "release" | "renew";

/** How an operation went, in the protocol's words (events.md §3.6). */
export interface CleanupOutcome {
  readonly status: "accepted" | "not_current" | "not_found" | "expired" | "invalid_token" | "unauthorized" | "dead_lettered" | "error";
  readonly reason: string | null;
  readonly lease_expires_at: Instant | null;
}

const refused = (status: CleanupOutcome["status"], reason: string): CleanupOutcome => ({ status, reason, lease_expires_at: null });
const accepted = (lease_expires_at: Instant | null = null): CleanupOutcome => ({ status: "accepted", reason: null, lease_expires_at });
const givenUp = refused("dead_lettered", "max_delivery_attempts_reached");

interface Said {
  readonly operation: CleanupOperation;
  readonly poolId: string;
  readonly messageId: string;
  readonly token: string;
  /** Why it is given back. */
  readonly why: string | undefined;
}

const lockCleanup = async (tx: Tx, id: string): Promise<WorkerCleanupTable | undefined> => {
  await tx.dialect.lockRow(tx, "worker_cleanup", id);
  return tx.selectFrom("worker_cleanup").selectAll().where("id", "=", id).executeTakeFirst();
};

/** Does what a worker says of a teardown it has. Who does not have it any more changes nothing. */
export const settleCleanup = (ctx: Context, { operation, poolId, messageId, token, why }: Said): Promise<CleanupOutcome> =>
  ctx.transact(async (tx) => {
    const now = ctx.clock.now();
    const row = await lockCleanup(tx, messageId);
    if (row === undefined) return refused("not_found", "message_not_found");
    if (row.work_pool_id !== poolId) return refused("unauthorized", "work_pool_mismatch");
    if (row.reservation_token === null || row.expiration === null) return refused("not_current", "no_active_reservation");
    if (!isSameSecret(token, row.reservation_token)) return refused("invalid_token", "reservation_token_mismatch");
    if (compareInstants(row.expiration, now) <= 0) return (await giveBack(ctx, tx, row)) ? refused("expired", "lease_expired") : givenUp;
    if (operation === "release") {
      const tries = why === noRoom ? row.deliveries - 1 : row.deliveries;
      return (await giveBack(ctx, tx, { ...row, deliveries: tries, why })) ? accepted() : givenUp;
    }
    if (operation === "ack") {
      await tx.deleteFrom("worker_cleanup").where("id", "=", row.id).execute();
      return accepted();
    }
    const expiration = addSeconds(now, ctx.settings.cleanupLease);
    await tx.updateTable("worker_cleanup").set({ expiration }).where("id", "=", row.id).execute();
    return accepted(expiration);
  });

interface GivenBack extends WorkerCleanupTable {
  /** In the words of the worker that gave it back. */
  readonly why?: string | undefined;
}

/** Lets the next worker have it; false when enough of them had. */
const giveBack = async (ctx: Context, tx: Tx, { id, why = "the worker said nothing more", ...row }: GivenBack): Promise<boolean> => {
  if (row.deliveries >= ctx.settings.cleanupDeliveries) {
    await tx.deleteFrom("worker_cleanup").where("id", "=", id).execute();
    const told = { ...row.target, work_pool_id: row.work_pool_id, reason: why };
    tx.afterCommit(() =>
      ctx.log.warn(told, `Workers were asked ${row.deliveries} times to tear down what a cancelled run left running. See to it by hand.`),
    );
    return false;
  }
  const free = { deliveries: row.deliveries, consumer_id: null, reservation_token: null, expiration: null };
  await tx.updateTable("worker_cleanup").set(free).where("id", "=", id).execute();
  tx.afterCommit(() => ctx.bus.cleanups.publish([row.work_pool_id]));
  return true;
};

/** When a worker's time for a teardown is over first. */
export const findNextCleanupExpiration = async (db: Queries): Promise<Instant | undefined> => {
  const first = db.selectFrom("worker_cleanup").select("expiration").where("expiration", "is not", null);
  return (await first.orderBy("expiration").limit(1).executeTakeFirst())?.expiration ?? undefined;
};

/** Takes back, from workers that say nothing more, so many teardowns at most, and forgets what nobody took. Returns how many. */
export const expireCleanupLeases = async (ctx: Context, most: number): Promise<number> => {
  const now = ctx.clock.now();
  const silent = ctx.read.selectFrom("worker_cleanup").select("id").where("expiration", "<=", now);
  const rows = await silent.orderBy("expiration").limit(most).execute();
  for (const { id } of rows) {
    await ctx.transact(async (tx) => {
      const row = await lockCleanup(tx, id);
      const { expiration = null } = row ?? {};
      if (row !== undefined && expiration !== null && compareInstants(expiration, now) <= 0) await giveBack(ctx, tx, row);
    });
  }
  const forgotten = addSeconds(now, -keptSeconds);
  const stale = await ctx.read.selectFrom("worker_cleanup").select("id").where("created", "<", forgotten).limit(1).executeTakeFirst();
  if (stale !== undefined) {
    await ctx.transact(async (tx) => {
      await tx.deleteFrom("worker_cleanup").where("created", "<", forgotten).where("expiration", "is", null).execute();
    });
  }
  return rows.length;
};
