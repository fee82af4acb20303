import { addSeconds } from "@millrace/contract";
import { listChangedSchedules } from "../features/deployments/refill.ts";
import type { Service } from "./service.ts";

/** Changes are looked for this far back, so that neither a slow commit nor a clock that is behind hides one. */
const lookBackSeconds = 60;

/** Wakes the scheduler when another server has changed a schedule: what this one changes wakes it by itself. */
export const createScheduleWatch = (): Service => {
  let known: ReadonlySet<string> = new Set();
  return {
    name: "schedule-watch",
    doc: "Sees which schedules other servers have changed.",
    sweepSeconds: 1,
    async runOnce(ctx) {
      const changed = await listChangedSchedules(ctx.read, addSeconds(ctx.clock.now(), -lookBackSeconds));
      const seen = new Set(changed.map(({ id, version }) => `${id} ${version}`));
      if (!seen.isSubsetOf(known)) ctx.alarm.ring("schedules");
      known = seen;
      return { more: false };
    },
  };
};
