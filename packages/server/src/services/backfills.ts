import { addSeconds } from "@millrace/contract";
import { advanceBackfill } from "../features/backfills/advance-backfill.ts";
import { listOpenBackfills } from "../features/backfills/queries.ts";
import type { Service } from "./service.ts";

/** Seconds until it looks again while a backfill is open: its runs may end on another server, or be deleted. */
const lookAgainSeconds = 5;

/** Makes the next runs of backfills as soon as others have ended. */
export const backfills: Service = {
  name: "backfills",
  doc: "Makes the runs that backfills ask for.",
  sweepSeconds: 60,
  wakeOn: ["backfills"],
  async nextDue(ctx) {
    const open = (await listOpenBackfills(ctx.read)).filter(({ state }) => state !== "PAUSED");
    return open.length === 0 ? undefined : addSeconds(ctx.clock.now(), lookAgainSeconds);
  },
  async runOnce(ctx) {
    let more = false;
    for (const backfill of await listOpenBackfills(ctx.read)) {
      try {
        more = (await advanceBackfill(ctx, backfill)) || more;
      } catch (error) {
        ctx.log.error({ err: error, backfill_id: backfill.id }, "A backfill could not go on; it will be tried again.");
      }
    }
    return { more };
  },
};
