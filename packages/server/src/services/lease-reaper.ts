import { findNextExpiration, listExpiredLeases, releaseLease } from "../features/concurrency-limits/leases.ts";
import type { ServerSettings } from "../settings.ts";
import type { Service } from "./service.ts";

/** One lease a transaction: nobody waits long for a limit because many leases ran out at once. */
const batch = 100;

/**
 * Gives the slots of leases back at the moment they run out (server.md §7.4). No new lease runs out before the next sweep,
 * so that none has to wake it. A lease that another server ended, or its holder renewed meanwhile, is left alone.
 */
export const createLeaseReaper = ({ leaseReaperLoop }: ServerSettings): Service => ({
  name: "lease-reaper",
  doc: "Gives back the slots of concurrency leases that ran out.",
  sweepSeconds: leaseReaperLoop,
  nextDue: (ctx) => findNextExpiration(ctx.read),
  async runOnce(ctx) {
    const now = ctx.clock.now();
    const expired = await listExpiredLeases(ctx.read, now, batch);
    for (const id of expired) await ctx.transact((tx) => releaseLease(ctx, tx, { id, expiredBy: now }));
    return { more: expired.length === batch };
  },
});
