import { addSeconds, compareInstants, type Instant } from "@millrace/contract";
import type { Context } from "../context.ts";
import { listAwaitingEarlier, listMissable, listUnderWay, type MissableRun, type PolicyRun } from "../features/deployments/policy-runs.ts";
import { type Seen, setStateOfSeen } from "../features/flow-runs/set-state-of-seen.ts";
import { wakeRun } from "../features/flow-runs/wake-run.ts";
import { findLaterDue, findUnderWay } from "../features/run-states/schedule-standing.ts";
import { makeState } from "../orchestration/drafts.ts";
import { missedMessage, replacedMessage, supersededMessage } from "../orchestration/rules/schedule-policies.ts";
import type { Service } from "./service.ts";

/** Seconds until it looks again while runs wait: another server may have ended what they wait for. */
const lookAgainSeconds = 5;

/**
 * Carries out what schedules ask for. A run that begins is judged by the rules; this cancels those that were missed before
 * anybody begins them, stops runs whose successor is due, and lets waiting ones go on when their turn comes.
 */
export const createSchedulePolicies = (): Service => {
  /** Runs missed up to here have been seen to. */
  let seenTo: Instant | undefined;
  return {
    name: "schedule-policies",
    doc: "Carries out the policies of schedules for missed dates and overlapping runs.",
    sweepSeconds: 10,
    wakeOn: ["schedule-policies"],
    async nextDue(ctx) {
      const [missable, waiting] = await Promise.all([listMissable(ctx.read), listAwaitingEarlier(ctx.read)]);
      const from = seenTo ?? ctx.clock.now();
      const moments = missable.map(missedAt).filter((moment) => compareInstants(moment, from) > 0);
      const again = addSeconds(ctx.clock.now(), lookAgainSeconds);
      for (const { expected_start_time: date } of waiting) moments.push(compareInstants(date, again) > 0 ? date : again);
      return moments.toSorted(compareInstants)[0];
    },
    async runOnce(ctx) {
      const now = ctx.clock.now();
      for (const run of await listMissable(ctx.read)) if (compareInstants(missedAt(run), now) <= 0) await cancelMissed(ctx, run, now);
      const due = (await listAwaitingEarlier(ctx.read)).filter((run) => compareInstants(run.expected_start_time, now) <= 0);
      const waiting = Map.groupBy(due, (run) => run.schedule_id);
      for (const runs of waiting.values()) await goOn(ctx, runs);
      seenTo = now;
      return { more: false };
    },
  };
};

const missedAt = ({ due, policy }: MissableRun): Instant => addSeconds(due, policy.missed_after_seconds);

const cancel = (ctx: Context, run: Seen, message: string) => setStateOfSeen(ctx, run, { state: makeState("CANCELLED", { message }) });

const cancelMissed = async (ctx: Context, run: MissableRun, now: Instant): Promise<void> => {
  if (run.policy.missed === "skip") await cancel(ctx, run, missedMessage(run.policy.missed_after_seconds));
  const later = run.policy.missed === "latest_only" ? await findLaterDue(ctx.read, run, now) : undefined;
  if (later !== undefined) await cancel(ctx, run, supersededMessage(later));
};

/** Sees to the runs of one schedule that wait, the earliest first. */
const goOn = async (ctx: Context, runs: readonly PolicyRun[]): Promise<void> => {
  const [first] = runs;
  const last = runs.at(-1);
  if (first === undefined || last === undefined) return;
  const replaces = first.policy.overlap === "cancel_old";
  if (replaces) {
    for (const old of runs.slice(0, -1)) await cancel(ctx, old, replacedMessage(last));
    for (const old of await listUnderWay(ctx.read, last)) await stop(ctx, old, replacedMessage(last));
  }
  const next = replaces ? last : first;
  if (first.policy.overlap === "allow" || (await findUnderWay(ctx.read, next)) === undefined) await wakeRun(ctx, next);
};

/** Through Cancelling, so that whoever runs it ends its process; one that does not answer is given up in time. */
const stop = (ctx: Context, run: Seen, message: string) => setStateOfSeen(ctx, run, { state: makeState("CANCELLING", { message }) });
