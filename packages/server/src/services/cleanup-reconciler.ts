import { expireCleanupLeases, findNextCleanupExpiration } from "../features/work-pools/worker-cleanups.ts";
import type { ServerSettings } from "../settings.ts";
import type { Service } from "./service.ts";

/** Gives teardowns to the next worker once the one that had them has said nothing for too long (server.md §8). */
export const createCleanupReconciler = ({ cleanupReconcilerLoop, cleanupReconcilerBatch }: ServerSettings): Service => ({
  name: "cleanup-reconciler",
  doc: "Takes teardowns back from workers that say nothing more of them.",
  sweepSeconds: cleanupReconcilerLoop,
  nextDue: (ctx) => findNextCleanupExpiration(ctx.read),
  async runOnce(ctx) {
    return { more: (await expireCleanupLeases(ctx, cleanupReconcilerBatch)) === cleanupReconcilerBatch };
  },
});
