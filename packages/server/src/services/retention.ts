import { addSeconds, compareInstants, type Instant, type RetentionCounts } from "@millrace/contract";
import type { Context } from "../context.ts";
import { type Plan, planSteps } from "../features/retention/plan-steps.ts";
import { getPolicy } from "../features/retention/policy.ts";
import type { Stepped } from "../features/retention/step.ts";
import { type ClaimedSweep, claimSweep, endSweep, findNextSweep, renewSweep } from "../features/retention/sweep-record.ts";
import { rowsExpired } from "../observability/instruments.ts";
import type { ServerSettings } from "../settings.ts";
import type { Service } from "./service.ts";

/** Seconds between two steps, so that deleting takes a small part of the time however much there is to delete. */
const pauseSeconds = 0.05;
/** Seconds after which other servers are told that the sweep goes on. */
const renewSeconds = 20;

/** A sweep under way in this process. */
interface Sweep {
  readonly claimed: ClaimedSweep;
  readonly plan: Plan;
  deleted: RetentionCounts;
  /** Which of the plan's steps is next. */
  next: number;
  resumeAt: Instant;
  renewAt: Instant;
}

const nothing: RetentionCounts = { flow_runs: 0, task_runs: 0, backfills: 0, logs: 0, artifacts: 0, events: 0 };

/**
 * Deletes what is older than its kind is kept (server.md §8), in small steps with pauses between them. Of several servers,
 * one sweeps at a time; another goes on in its place when it is heard of no more.
 */
export const createRetention = ({ vacuumLoop }: ServerSettings): Service => {
  let sweep: Sweep | undefined;
  return {
    name: "retention",
    doc: "Deletes data that is older than its kind is kept.",
    sweepSeconds: Math.max(vacuumLoop, 1),
    wakeOn: ["retention"],
    nextDue: (ctx) => (sweep === undefined ? findNextSweep(ctx.read) : Promise.resolve(sweep.resumeAt)),
    async runOnce(ctx) {
      sweep ??= await startSweep(ctx);
      if (sweep !== undefined && (await isLost(ctx, sweep))) sweep = undefined;
      if (sweep === undefined) return { more: false };
      const current = sweep;
      // A step that fails ends the sweep here; when its claim runs out, it begins anew.
      sweep = undefined;
      if (await continueSweep(ctx, current)) sweep = current;
      return { more: false };
    },
  };
};

const startSweep = async (ctx: Context): Promise<Sweep | undefined> => {
  const claimed = await claimSweep(ctx);
  if (claimed === undefined) return undefined;
  const plan = await planSteps(ctx, { policy: await getPolicy(ctx), ...claimed });
  return { claimed, plan, deleted: nothing, next: 0, resumeAt: claimed.started, renewAt: addSeconds(claimed.started, renewSeconds) };
};

const isLost = async (ctx: Context, sweep: Sweep): Promise<boolean> => {
  const now = ctx.clock.now();
  if (compareInstants(now, sweep.renewAt) < 0) return false;
  sweep.renewAt = addSeconds(now, renewSeconds);
  return !(await renewSweep(ctx, sweep.claimed));
};

/** Does the next step. False after the last one. */
const continueSweep = async (ctx: Context, sweep: Sweep): Promise<boolean> => {
  const step = sweep.plan.steps[sweep.next];
  if (step === undefined) {
    await endSweep(ctx, { sweep: sweep.claimed, deleted: sweep.deleted, seen: sweep.plan.seen });
    return false;
  }
  const { deleted, more } = await step(ctx);
  sweep.deleted = add(sweep.deleted, deleted);
  for (const [kind, rows] of Object.entries(deleted)) if (rows > 0) ctx.meter.count(rowsExpired, [kind], rows);
  if (!more) sweep.next++;
  sweep.resumeAt = addSeconds(ctx.clock.now(), pauseSeconds);
  return true;
};

const add = (sum: RetentionCounts, more: Stepped["deleted"]): RetentionCounts => ({
  flow_runs: sum.flow_runs + (more.flow_runs ?? 0),
  task_runs: sum.task_runs + (more.task_runs ?? 0),
  backfills: sum.backfills + (more.backfills ?? 0),
  logs: sum.logs + (more.logs ?? 0),
  artifacts: sum.artifacts + (more.artifacts ?? 0),
  events: sum.events + (more.events ?? 0),
});
