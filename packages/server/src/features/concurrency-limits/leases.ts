import { addSeconds, compareInstants, type Instant, type LeaseHolder, secondsBetween } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Queries, Tx } from "../../db/connection.ts";
import type { LimitRow } from "./limit-rows.ts";
import { lockLimits, returnSlots } from "./slots.ts";

/** Of slots that are held until somebody gives them back: a lease has to end some time. */
export const hundredYears = 100 * 365 * 24 * 3600;

export interface NewLease {
  /** Locked, and their slots counted already. */
  readonly limits: readonly LimitRow[];
  readonly slots: number;
  readonly seconds: number;
  readonly holder: LeaseHolder | null;
}

/** Notes who holds slots that were just taken, and until when. The id of the lease. */
export const insertLease = async (ctx: Context, tx: Tx, { limits, slots, seconds, holder }: NewLease): Promise<string> => {
  const [id, created] = [ctx.newId(), ctx.clock.now()];
  const expiration = addSeconds(created, seconds);
  const lease = { id, created, expiration, slots, holder_type: holder?.type ?? null, holder_id: holder?.id ?? null };
  await tx.insertInto("concurrency_lease").values(lease).execute();
  const links = limits.map((limit) => ({ lease_id: id, limit_id: limit.id }));
  if (links.length > 0) await tx.insertInto("concurrency_lease_limit").values(links).execute();
  return id;
};

/** Lets a lease last from now on. False when it is gone; one that ran out lives on as long as its slots were not given back. */
export const renewLease = async (ctx: Context, tx: Tx, { id, seconds }: { id: string; seconds: number }): Promise<boolean> => {
  const expiration = addSeconds(ctx.clock.now(), seconds);
  const renewed = await tx.updateTable("concurrency_lease").set({ expiration }).where("id", "=", id).returning("id").execute();
  return renewed.length === 1;
};

/** Ends a lease and gives its slots back, once, however many try. False when it is gone, or has not run out by `expiredBy`. */
export const releaseLease = async (ctx: Context, tx: Tx, { id, expiredBy }: { id: string; expiredBy?: Instant }): Promise<boolean> => {
  const links = await tx.selectFrom("concurrency_lease_limit").select("limit_id").where("lease_id", "=", id).execute();
  const limits = await lockLimits(
    tx,
    links.map((link) => link.limit_id),
  );
  const ended = tx.deleteFrom("concurrency_lease").where("id", "=", id);
  const due = expiredBy === undefined ? ended : ended.where("expiration", "<=", expiredBy);
  const lease = await due.returning(["slots", "created"]).executeTakeFirst();
  if (lease === undefined) return false;
  await returnSlots(ctx, tx, { limits, slots: lease.slots, seconds: secondsBetween(lease.created, ctx.clock.now()) });
  return true;
};

export const releaseLeases = async (ctx: Context, tx: Tx, ids: readonly string[]): Promise<void> => {
  for (const id of [...new Set(ids)].sort()) await releaseLease(ctx, tx, { id });
};

/** The leases that one holder has on slots of some limits, by their names. */
export const listLeasesOf = async (db: Queries, holder: LeaseHolder, limitNames: readonly string[]): Promise<string[]> => {
  if (limitNames.length === 0) return [];
  const held = db
    .selectFrom("concurrency_lease as lease")
    .innerJoin("concurrency_lease_limit as link", "link.lease_id", "lease.id")
    .innerJoin("concurrency_limit", "concurrency_limit.id", "link.limit_id")
    .select("lease.id")
    .distinct()
    .where("lease.holder_id", "=", holder.id)
    .where("lease.holder_type", "=", holder.type);
  const rows = await held.where("concurrency_limit.name", "in", [...limitNames]).execute();
  return rows.map((row) => row.id);
};

/** The leases held for flow runs or their task runs, or for single task runs, that are about to be deleted. */
export const listLeasesForRuns = async (
  db: Queries,
  { flowRunIds = [], taskRunIds = [] }: { flowRunIds?: readonly string[]; taskRunIds?: readonly string[] },
): Promise<string[]> => {
  const holders = [...flowRunIds, ...taskRunIds];
  if (holders.length === 0) return [];
  const leases = db.selectFrom("concurrency_lease").select("id");
  const rows = await leases
    .where("holder_id", "is not", null)
    .where((is) =>
      is.or([
        is("holder_id", "in", holders),
        is("holder_id", "in", is.selectFrom("task_run").select("id").where("flow_run_id", "in", holders)),
      ]),
    )
    .execute();
  return rows.map((row) => row.id);
};

/** The leases held for runs of flows that are about to be deleted, or for their task runs. */
export const listLeasesForFlows = async (db: Queries, flowIds: readonly string[]): Promise<string[]> => {
  if (flowIds.length === 0) return [];
  const rows = await db
    .selectFrom("concurrency_lease")
    .leftJoin("task_run", "task_run.id", "concurrency_lease.holder_id")
    .innerJoin("flow_run", (on) =>
      on.on((is) => is("flow_run.id", "=", is.fn.coalesce("task_run.flow_run_id", "concurrency_lease.holder_id"))),
    )
    .select("concurrency_lease.id")
    .where("concurrency_lease.holder_id", "is not", null)
    .where("flow_run.flow_id", "in", [...flowIds])
    .execute();
  return rows.map((row) => row.id);
};

/** When the next lease runs out. */
export const findNextExpiration = async (db: Queries): Promise<Instant | undefined> =>
  (await db.selectFrom("concurrency_lease").select("expiration").orderBy("expiration").limit(1).executeTakeFirst())?.expiration;

/** Leases that have run out, the first to do so first. */
export const listExpiredLeases = async (db: Queries, now: Instant, limit: number): Promise<string[]> => {
  const leases = db.selectFrom("concurrency_lease").select(["id", "expiration"]).orderBy("expiration").limit(limit);
  const rows = await leases.where("expiration", "<=", now).execute();
  return rows.filter((row) => compareInstants(row.expiration, now) <= 0).map((row) => row.id);
};
