import {
  addSeconds,
  type CreatedConcurrencyLimit,
  type GlobalConcurrencyLimit,
  type Instant,
  type MinimalConcurrencyLimit,
  secondsBetween,
} from "@millrace/contract";
import type { ConcurrencyLimitTable } from "../../db/schema.ts";
import type { ServerSettings } from "../../settings.ts";

export type LimitRow = ConcurrencyLimitTable;

/** What limits on tags are called (server.md §7.3). */
export const tagPrefix = "tag:";

export const toLimit = (row: LimitRow, now: Instant): GlobalConcurrencyLimit => ({
  id: row.id,
  created: row.created,
  updated: row.updated,
  active: row.active,
  name: row.name,
  limit: row.limit,
  active_slots: activeSlots(row, now),
  slot_decay_per_second: row.slot_decay_per_second,
});

export const toCreatedLimit = (row: LimitRow, now: Instant): CreatedConcurrencyLimit => ({
  ...toLimit(row, now),
  denied_slots: row.denied_slots,
  avg_slot_occupancy_seconds: row.avg_slot_occupancy_seconds,
});

export const toMinimalLimit = ({ id, name, limit }: LimitRow): MinimalConcurrencyLimit => ({ id, name, limit });

type Decaying = Pick<LimitRow, "active_slots" | "slot_decay_per_second" | "decay_since">;

/** Slots that have come back by themselves; whole ones only. */
const decayed = ({ slot_decay_per_second, decay_since }: Decaying, now: Instant): number =>
  Math.floor(slot_decay_per_second * Math.max(secondsBetween(decay_since, now), 0));

/** Slots taken now. */
export const activeSlots = (row: Decaying, now: Instant): number => Math.max(row.active_slots - decayed(row, now), 0);

/** The columns that say `active` slots are taken now. What has come back of the next slot is not lost. */
export const withActiveSlots = (row: Decaying, active: number, now: Instant): Pick<LimitRow, "active_slots" | "decay_since"> => {
  const isIdle = activeSlots(row, now) === 0 || row.slot_decay_per_second === 0;
  const decay_since = isIdle ? now : addSeconds(row.decay_since, decayed(row, now) / row.slot_decay_per_second);
  return { active_slots: active, decay_since };
};

/** No slot is thought to be held for less. */
const shortestOccupancy = 0.1;

type Waits = Pick<ServerSettings, "longestSlotWait" | "tagSlotWait">;

/** Seconds that nobody is told to wait longer than for a limit without decay. */
export const longestWait = (name: string, { longestSlotWait, tagSlotWait }: Waits): number =>
  name.startsWith(tagPrefix) ? tagSlotWait : longestSlotWait;

/** Slots asked for in vain that still count: they are forgotten as fast as slots get free (server.md §7.2). */
export const deniedSlots = (row: LimitRow, settings: Waits, now: Instant): number => {
  const occupancy = Math.max(Math.min(row.avg_slot_occupancy_seconds, longestWait(row.name, settings)), shortestOccupancy);
  const rate = row.slot_decay_per_second > 0 ? row.slot_decay_per_second : 1 / occupancy;
  return Math.max(row.denied_slots - Math.floor(rate * Math.max(secondsBetween(row.updated, now), 0)), 0);
};

/** The average time a slot is held, over about twice as many releases as there are slots. */
export const averageOccupancy = ({ limit, avg_slot_occupancy_seconds: average }: LimitRow, seconds: number, slots: number): number =>
  limit === 0 ? average : average + (Math.max(seconds / slots, shortestOccupancy) - average) / (2 * limit);
