import { addSeconds, compareInstants, type Instant, secondsBetween } from "@millrace/contract";
import type { Context } from "../context.ts";
import { type BeatingRun, listBeatingRuns } from "../features/flow-runs/overdue.ts";
import { setStateOfSeen } from "../features/flow-runs/set-state-of-seen.ts";
import { makeState } from "../orchestration/drafts.ts";
import type { ServerSettings } from "../settings.ts";
import type { Service } from "./service.ts";

/** How often clients beat when nobody told them otherwise (events.md §2.4), assumed until a second beat tells. */
const usualInterval = 180;
/** Beats that may go missing. */
const missedBeats = 2;
const sweepSeconds = 60;
/** The longest the service may have been away, asleep or cut off from the database, without giving everyone a new start. */
const longestAbsence = 3 * sweepSeconds;
const batch = 1000;

/**
 * Finds runs whose process died without a word: they gave signs of life and then none for as long as two of their own
 * beats take, and never less than the settings say. Runs that never gave one are not judged, nor is anyone for what was
 * missed while this server was down.
 */
export const createCrashDetection = ({ crashAfter }: ServerSettings): Service => {
  let watchingSince: Instant | undefined;
  let lastLook: Instant | undefined;

  const deadline = ({ last_heartbeat, heartbeat_interval }: BeatingRun): Instant | undefined => {
    if (last_heartbeat === null || watchingSince === undefined) return undefined;
    const silentSince = compareInstants(last_heartbeat, watchingSince) < 0 ? watchingSince : last_heartbeat;
    return addSeconds(silentSince, patience(crashAfter, heartbeat_interval));
  };

  return {
    name: "crash-detection",
    doc: "Marks runs Crashed whose process stopped giving signs of life.",
    sweepSeconds,
    async nextDue(ctx) {
      const due = (await listBeatingRuns(ctx.read, batch)).map(deadline);
      return due.reduce(
        (first, each) => (first === undefined || (each !== undefined && compareInstants(each, first) < 0) ? each : first),
        undefined,
      );
    },
    async runOnce(ctx) {
      const now = ctx.clock.now();
      if (lastLook === undefined || secondsBetween(lastLook, now) > longestAbsence) watchingSince = now;
      lastLook = now;
      const dead = (await listBeatingRuns(ctx.read, batch)).filter((run) => {
        const due = deadline(run);
        return due !== undefined && compareInstants(due, now) <= 0;
      });
      const moved = await Promise.all(dead.map((run) => setStateOfSeen(ctx, run, { state: crashed(ctx, run) })));
      return { more: dead.length === batch && moved.some((result) => result?.status === "ACCEPT") };
    },
  };
};

const patience = (crashAfter: number, interval: number | null): number =>
  Math.max(crashAfter, missedBeats * (interval ?? usualInterval) + crashAfter / 3);

const crashed = (ctx: Context, { last_heartbeat }: BeatingRun) => {
  const since = last_heartbeat ?? ctx.clock.now();
  const seconds = Math.round(secondsBetween(since, ctx.clock.now()));
  const message = `The process of this flow run has given no sign of life for ${seconds} seconds, the last one at ${since}. It has died or lost its connection, so the run counts as crashed.`;
  return makeState("CRASHED", { message });
};
