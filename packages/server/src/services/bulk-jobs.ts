import { listAbandonedJobs, nextAbandoned } from "../features/ui/bulk-queries.ts";
import { takeUpJob } from "../features/ui/bulk-work.ts";
import type { Service } from "./service.ts";

/** Goes on with jobs whose server was killed or stopped. */
export const bulkJobs: Service = {
  name: "bulk-jobs",
  doc: "Goes on with jobs on many whose server is gone.",
  sweepSeconds: 60,
  wakeOn: ["bulk-jobs"],
  nextDue: ({ read }) => nextAbandoned(read),
  async runOnce(ctx) {
    for (const { id } of await listAbandonedJobs(ctx.read, ctx.clock.now())) {
      if (!ctx.bulkJobs.isAt(id)) await takeUpJob(ctx, { id, claim: ctx.newId() });
    }
    return { more: false };
  },
};
