import type { Context } from "../../context.ts";
import { jittered } from "../../orchestration/jitter.ts";
import { type LimitRow, longestWait } from "./limit-rows.ts";

/** How many waiters there are to each slot, these included. */
const pressure = (row: LimitRow, slots: number): number => {
  const wanted = slots + row.denied_slots;
  return row.slot_decay_per_second > 0 ? wanted : wanted / row.limit;
};

/** Seconds after which to ask again for slots, judged by the limit that most wait for (server.md §7.2). */
export const retryAfter = (
  { settings, random }: Pick<Context, "settings" | "random">,
  rows: readonly LimitRow[],
  slots: number,
): number => {
  const [first, ...others] = rows;
  if (first === undefined) return 0;
  const fullest = others.reduce((one, other) => (pressure(other, slots) > pressure(one, slots) ? other : one), first);
  const waiting = pressure(fullest, slots);
  if (fullest.slot_decay_per_second > 0) return jittered(waiting / fullest.slot_decay_per_second, random);
  const longest = longestWait(fullest.name, settings);
  return jittered(Math.min(Math.min(fullest.avg_slot_occupancy_seconds, longest) * waiting, longest), random);
};
