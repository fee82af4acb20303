import { addSeconds, compareInstants, type Instant, secondsBetween } from "@millrace/contract";
import type { Context } from "../context.ts";
import { listSuspects, type Suspect } from "../features/flow-runs/crash-suspects.ts";
import { forgetDisconnects } from "../features/flow-runs/lost-contact.ts";
import { setStateOfSeen } from "../features/flow-runs/set-state-of-seen.ts";
import { makeState } from "../orchestration/drafts.ts";
import type { Service } from "./service.ts";

const sweepSeconds = 60;
/** The longest the service may have been away, asleep or cut off from the database, without giving all runs a new start. */
const longestAbsence = 3 * sweepSeconds;
/** The same for workers, which are to be heard of more often. */
const longestAbsenceForWorkers = 1.25 * sweepSeconds;
const batch = 1000;

/**
 * Finds runs whose process died without a word: they gave signs of life and then none for as long as two of their own
 * beats take, and never less than the settings say; sooner when their process let go of its connection, or their worker is
 * gone. Nobody is judged for what was missed while this server was down.
 */
export const createCrashDetection = (): Service => {
  let runsSince: Instant | undefined;
  let workersSince: Instant | undefined;
  let lastLook: Instant | undefined;

  const list = async (ctx: Context): Promise<Suspect[]> => {
    if (runsSince === undefined || workersSince === undefined) return [];
    return listSuspects(ctx, { runsSince, workersSince, horizon: addSeconds(ctx.clock.now(), 2 * sweepSeconds) }, batch);
  };
  const look = (now: Instant): void => {
    const absence = lastLook === undefined ? Number.POSITIVE_INFINITY : secondsBetween(lastLook, now);
    if (absence > longestAbsence) runsSince = now;
    if (absence > longestAbsenceForWorkers) workersSince = now;
    lastLook = now;
  };

  return {
    name: "crash-detection",
    doc: "Marks runs Crashed whose process stopped giving signs of life, or whose worker died before they began.",
    sweepSeconds,
    wakeOn: ["lost-contact"],
    async nextDue(ctx) {
      const due = (await list(ctx)).map((suspect) => suspect.due);
      return due.reduce<Instant | undefined>(
        (first, each) => (first === undefined || compareInstants(each, first) < 0 ? each : first),
        undefined,
      );
    },
    async runOnce(ctx) {
      const now = ctx.clock.now();
      look(now);
      const dead = (await list(ctx)).filter(({ due }) => compareInstants(due, now) <= 0);
      const moved = await Promise.all(
        dead.map((run) => setStateOfSeen(ctx, run, { state: makeState("CRASHED", { message: run.message(now) }) })),
      );
      await forgetDisconnects(ctx);
      return { more: dead.length >= batch && moved.some((result) => result?.status === "ACCEPT") };
    },
  };
};
