import { addSeconds } from "@millrace/contract";
import { addUpCounts, hasCountChanges } from "../features/run-states/kept-counts.ts";
import type { Service } from "./service.ts";

/** Seconds between runs while runs change: few enough that a count never reads many changes. */
const busySeconds = 10;

/** Adds up how many runs there are, where writers only note what they changed: where several servers share the database. */
export const createRunCounts = ({ isShared }: { readonly isShared: boolean }): Service => ({
  name: "run-counts",
  doc: "Adds up the numbers of runs by state, flow, deployment and queue.",
  sweepSeconds: isShared ? 60 : 3600,
  nextDue: async (ctx) => ((await hasCountChanges(ctx.read)) ? addSeconds(ctx.clock.now(), busySeconds) : undefined),
  async runOnce(ctx) {
    if (!isShared || (await hasCountChanges(ctx.read))) await addUpCounts(ctx);
    return { more: false };
  },
});
