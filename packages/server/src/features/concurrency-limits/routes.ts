import type { concurrencyLimitRoutes } from "@millrace/contract";
import type { Handlers } from "../../context.ts";

/**
 * No limit can be created yet, so none is ever in the way. Every Python task with a tag asks all the same, and fails
 * unless it hears that its tags have no limit (server.md §8, sdk.md §14).
 */
export const concurrencyLimits: Handlers<typeof concurrencyLimitRoutes> = {
  claimLease: ({ ctx }) => ({ lease_id: ctx.newId(), limits: [] }),
  releaseLease: () => undefined,
};
