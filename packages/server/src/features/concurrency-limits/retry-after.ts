import { secondsBetween } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import { jittered } from "../../orchestration/jitter.ts";
import { deniedSlots, type LimitRow, longestWait } from "./limit-rows.ts";

/** How many waiters there are to each slot, these included. */
const pressure = (row: LimitRow, slots: number): number => {
  const wanted = slots + row.denied_slots;
  return row.slot_decay_per_second > 0 ? wanted : wanted / row.limit;
};

/** No client asks again sooner. */
const shortestWait = 0.1;
/** A slot that is held longer than usual is thought to be held for this share of the usual time still. */
const leastShare = 0.1;

interface Denied {
  readonly limits: readonly LimitRow[];
  readonly slots: number;
}

/**
 * Seconds after which to ask again for slots, judged by the limit that most wait for (server.md §7.2); less when a slot is
 * about to be given back, as far as the time tells for which slots of this limit are usually held.
 */
export const retryAfter = async (ctx: Context, db: Queries, { limits, slots }: Denied): Promise<number> => {
  const [first, ...others] = limits;
  if (first === undefined) return 0;
  const fullest = others.reduce((one, other) => (pressure(other, slots) > pressure(one, slots) ? other : one), first);
  const waiting = pressure(fullest, slots);
  if (fullest.slot_decay_per_second > 0) return jittered(waiting / fullest.slot_decay_per_second, ctx.random);
  const longest = longestWait(fullest.name, ctx.settings);
  const usual = Math.min(Math.min(fullest.avg_slot_occupancy_seconds, longest) * waiting, longest);
  return jittered(Math.min(usual, await untilNextSlot(ctx, db, { limit: fullest, slots })), ctx.random);
};

/** Seconds until it is this asker's turn if every slot is held as long as usual; endless where leases do not tell. */
const untilNextSlot = async (
  { clock, settings }: Context,
  db: Queries,
  { limit, slots }: { limit: LimitRow; slots: number },
): Promise<number> => {
  const now = clock.now();
  const leases = db
    .selectFrom("concurrency_lease_limit as link")
    .innerJoin("concurrency_lease as lease", "lease.id", "link.lease_id")
    .select("lease.created")
    .where("link.limit_id", "=", limit.id)
    .orderBy("lease.created");
  const turn = slots + deniedSlots(limit, settings, now);
  const lease = await leases
    .limit(1)
    .offset(turn - 1)
    .executeTakeFirst();
  if (lease === undefined) return Number.POSITIVE_INFINITY;
  const usual = limit.avg_slot_occupancy_seconds;
  return Math.max(usual - secondsBetween(lease.created, now), usual * leastShare, shortestWait);
};
