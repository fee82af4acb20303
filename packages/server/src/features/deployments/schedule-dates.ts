import { fromMicros, type Instant, type PauseWindow, type Schedule, toMicros } from "@millrace/contract";
import { cronWalls } from "./cron-dates.ts";
import { parseCron } from "./cron-fields.ts";
import { followsWallClock, steps } from "./interval-dates.ts";
import { outsidePauses } from "./pause-windows.ts";
import { loadRules, rruleWalls, runsEveryHour } from "./rrule-dates.ts";
import { parseRRule } from "./rrule-set.ts";
import { createZone, instantsOf, loadClockwork, type Zone } from "./schedule-zones.ts";

/** When a schedule fires: the moment, and what the clock of its zone is ahead of UTC then. */
export interface ScheduledDate {
  readonly instant: Instant;
  readonly offsetSeconds: number;
}

/** Both ends are inclusive. Without `until` and `count` one date is wanted, as in the protocol. */
export interface ScheduleWindow {
  readonly from: Instant;
  readonly until?: Instant;
  readonly count?: number;
  /** Periods whose dates are left out. */
  readonly pauses?: readonly PauseWindow[];
}

/** A window without a count gives no more than this (server.md §6.1). */
const mostDates = 1000;

const malformed = (text: string, problem: string): never => {
  throw new RangeError(`The stored schedule "${text}" cannot be read (${problem}). Replace it with a valid one.`);
};

/** The moments of a schedule from any moment on. */
type Moments = (from: number) => Iterable<number>;

const momentsOf = async (schedule: Schedule, zone: Zone): Promise<Moments> => {
  if ("cron" in schedule) {
    const cron = parseCron(schedule.cron) ?? malformed(schedule.cron, "not a cron expression");
    const walls = (start: number) => cronWalls({ cron, dayOr: schedule.day_or, start });
    return (from) => instantsOf(walls(zone.earliestWall(from)), { zone, from, repeats: cron.hours.length === 24 });
  }
  if ("rrule" in schedule) {
    const set = parseRRule(schedule.rrule);
    if ("problem" in set) return malformed(schedule.rrule, set.problem);
    const rules = await loadRules();
    return (from) => instantsOf(rruleWalls(rules, set, zone.earliestWall(from)), { zone, from, repeats: runsEveryHour(set) });
  }
  const interval = Math.max(1, Math.round(schedule.interval * 1_000_000));
  const anchor = toMicros(schedule.anchor_date);
  if (!followsWallClock(interval)) return (start) => steps({ anchor, interval, start });
  const wall = anchor + zone.offsetAt(anchor);
  return (from) => instantsOf(steps({ anchor: wall, interval, start: zone.earliestWall(from) }), { zone, from, repeats: false });
};

function* dated(micros: Iterable<number>, zone: Zone): Generator<ScheduledDate> {
  for (const moment of micros) yield { instant: fromMicros(moment), offsetSeconds: zone.offsetAt(moment) / 1_000_000 };
}

/**
 * Every date of a schedule from `from` on, computed as it is asked for; an endless schedule gives an endless stream.
 * Times that a clock change skips move forward; times that happen twice count once, except for what runs every hour
 * (server.md §6.1). Dates within `pauses` are left out. Throws a `RangeError` for a schedule that `validateSchedule` would refuse.
 */
export const openSchedule = async (
  schedule: Schedule,
  from: Instant,
  pauses: readonly PauseWindow[] = [],
): Promise<Iterable<ScheduledDate>> => {
  const zone = createZone(await loadClockwork(), schedule.timezone || "UTC");
  return dated(outsidePauses(await momentsOf(schedule, zone), { from: toMicros(from), pauses }), zone);
};

/** The dates of a schedule within a window, ascending. */
export const scheduleDates = async (schedule: Schedule, { from, until, count, pauses }: ScheduleWindow): Promise<ScheduledDate[]> => {
  const most = count ?? (until === undefined ? 1 : mostDates);
  const end = until === undefined ? Number.POSITIVE_INFINITY : toMicros(until);
  const dates: ScheduledDate[] = [];
  if (most < 1) return dates;
  for (const date of await openSchedule(schedule, from, pauses)) {
    if (toMicros(date.instant) > end) break;
    dates.push(date);
    if (dates.length === most) break;
  }
  return dates;
};
