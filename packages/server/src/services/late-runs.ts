import { addSeconds, type Instant } from "@millrace/contract";
import { findNextDue, listRunsDue } from "../features/flow-runs/overdue.ts";
import { setStateOfSeen } from "../features/flow-runs/set-state-of-seen.ts";
import { makeState } from "../orchestration/drafts.ts";
import { lateFlowRunPolicy } from "../orchestration/policies.ts";
import type { ServerSettings } from "../settings.ts";
import type { Service } from "./service.ts";

const batch = 400;

/** Marks runs Late that nobody started in time. Their scheduled time stays what it was (server.md §8). */
export const createLateRuns = ({ lateAfter }: ServerSettings): Service => {
  /** Runs due up to here have been seen to, so the next one is looked for after it. */
  let seenTo: Instant | undefined;
  return {
    name: "late-runs",
    doc: "Marks runs Late that did not start in time.",
    sweepSeconds: 15,
    wakeOn: ["due-runs"],
    async nextDue(ctx) {
      const next = await findNextDue(ctx.read, seenTo ?? ctx.clock.now());
      return next === undefined ? undefined : addSeconds(next, lateAfter);
    },
    async runOnce(ctx) {
      const before = addSeconds(ctx.clock.now(), -lateAfter);
      const late = await listRunsDue(ctx.read, before, batch);
      const marked = await Promise.all(
        late.map((run) => setStateOfSeen(ctx, run, { state: lateState(run.next_scheduled_start_time), policy: lateFlowRunPolicy })),
      );
      seenTo = before;
      return { more: late.length === batch && marked.some((result) => result?.state?.name === "Late") };
    },
  };
};

const lateState = (scheduled_time: Instant | null) => makeState("SCHEDULED", { name: "Late", details: { scheduled_time } });
