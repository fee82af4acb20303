import { compareInstants, type Instant } from "@millrace/contract";
import { listPauses } from "../features/flow-runs/overdue.ts";
import { setStateOfSeen } from "../features/flow-runs/set-state-of-seen.ts";
import { makeState } from "../orchestration/drafts.ts";
import type { Service } from "./service.ts";

const expired = makeState("FAILED", { message: "The flow was paused and never resumed." });

/** Fails runs that nobody resumed in time, suspended ones too (server.md §8). */
export const pauseExpirations: Service = {
  name: "pause-expirations",
  doc: "Fails paused runs that nobody resumed in time.",
  sweepSeconds: 60,
  wakeOn: ["pauses"],
  async nextDue(ctx) {
    const pauses = await listPauses(ctx.read);
    return pauses.reduce<Instant | undefined>(
      (first, { until }) => (first === undefined || compareInstants(until, first) < 0 ? until : first),
      undefined,
    );
  },
  async runOnce(ctx) {
    const now = ctx.clock.now();
    const over = (await listPauses(ctx.read)).filter(({ until }) => compareInstants(until, now) <= 0);
    await Promise.all(over.map((run) => setStateOfSeen(ctx, run, { state: expired, force: true })));
    return { more: false };
  },
};
