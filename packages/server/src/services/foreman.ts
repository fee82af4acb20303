import { addSeconds, compareInstants, type Instant } from "@millrace/contract";
import type { Context } from "../context.ts";
import { findOldestDeploymentPoll, markDeploymentsUnpolled } from "../features/deployments/deployment-status.ts";
import { findOldestPoll, markQueuesUnpolled } from "../features/work-pools/polls.ts";
import { listAttendedPools, markPoolUnattended } from "../features/work-pools/unattended.ts";
import { findNextDeparture, tellDepartures } from "../features/work-pools/worker-events.ts";
import type { ServerSettings } from "../settings.ts";
import type { Service } from "./service.ts";

/** Sees which pools, queues and deployments nobody serves any more (server.md §8). */
export const createForeman = ({ foremanLoop, queuePollTimeout, deploymentPollTimeout }: ServerSettings): Service => ({
  name: "foreman",
  doc: "Marks pools without workers, and queues and deployments that nobody polls, as not ready, and tells of workers that are gone.",
  sweepSeconds: foremanLoop,
  wakeOn: ["readiness"],
  async nextDue(ctx) {
    const [pools, deployment, queue, departure] = await Promise.all([
      listAttendedPools(ctx.read),
      findOldestDeploymentPoll(ctx.read),
      findOldestPoll(ctx.read),
      findNextDeparture(ctx.read, ctx.clock.now()),
    ]);
    return earliest([
      ...pools.map((pool) => pool.until ?? ctx.clock.now()),
      ...(departure === undefined ? [] : [departure]),
      ...(deployment === undefined ? [] : [addSeconds(deployment, deploymentPollTimeout)]),
      ...(queue === undefined ? [] : [addSeconds(queue, queuePollTimeout)]),
    ]);
  },
  async runOnce(ctx) {
    await markPools(ctx);
    // Further back than one sweep: a server may have been held up, and what was told is not told again.
    await tellDepartures(ctx, addSeconds(ctx.clock.now(), -4 * foremanLoop));
    // Before the queues, which a deployment is judged by too.
    await markDeploymentsUnpolled(ctx, addSeconds(ctx.clock.now(), -deploymentPollTimeout));
    const since = addSeconds(ctx.clock.now(), -queuePollTimeout);
    const oldest = await findOldestPoll(ctx.read);
    if (oldest !== undefined && compareInstants(oldest, since) < 0) await ctx.transact((tx) => markQueuesUnpolled(ctx, tx, since));
    return { more: false };
  },
});

/** The moment after the first of these: what is due at a moment is overdue once it has passed. */
const earliest = (moments: readonly Instant[]): Instant | undefined => {
  const first = moments.toSorted(compareInstants)[0];
  return first === undefined ? undefined : addSeconds(first, 0.001);
};

const markPools = async (ctx: Context): Promise<void> => {
  const now = ctx.clock.now();
  for (const { id, until } of await listAttendedPools(ctx.read)) {
    if (until === undefined || compareInstants(until, now) < 0) await markPoolUnattended(ctx, id);
  }
};
