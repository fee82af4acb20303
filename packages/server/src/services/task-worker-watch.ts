import { addSeconds, compareInstants, type Instant, secondsBetween } from "@millrace/contract";
import type { Context } from "../context.ts";
import { crashRunsOf, listTaskWorkers, type TaskWorkerNote } from "../features/task-runs/gone-task-workers.ts";
import type { Service } from "./service.ts";

const sweepSeconds = 60;
/** Seconds task workers have to come back to a server that was down, or asleep. */
const returnSeconds = 60;
const batch = 200;

/** Finds task workers that are gone and crashes the runs they had. What they could not say because nobody listened does not count. */
export const createTaskWorkerWatch = (): Service => {
  let since: Instant | undefined;
  let lastLook: Instant | undefined;

  const goneFrom = ({ offline_after }: TaskWorkerNote, now: Instant): Instant => {
    const heardAll = addSeconds(since ?? now, returnSeconds);
    return compareInstants(offline_after, since ?? now) < 0 ? heardAll : offline_after;
  };
  const list = (ctx: Context): Promise<TaskWorkerNote[]> => listTaskWorkers(ctx.read, batch);

  return {
    name: "task-workers",
    doc: "Marks background task runs Crashed whose task worker died.",
    sweepSeconds,
    wakeOn: ["lost-contact"],
    async nextDue(ctx) {
      const moments = (await list(ctx)).map((worker) => goneFrom(worker, ctx.clock.now()));
      return moments.toSorted(compareInstants)[0];
    },
    async runOnce(ctx) {
      const now = ctx.clock.now();
      if (lastLook === undefined || secondsBetween(lastLook, now) > 3 * sweepSeconds) since = now;
      lastLook = now;
      const known = await list(ctx);
      const gone = known.filter((worker) => compareInstants(goneFrom(worker, now), now) <= 0);
      for (const { worker } of gone) await crashRunsOf(ctx, worker);
      return { more: gone.length === batch };
    },
  };
};
