import {
  type ClockNote,
  type CreateSchedule,
  compareInstants,
  fromMicros,
  type Instant,
  type PauseWindow,
  type PreviewedDate,
  type Schedule,
  type SchedulePreview,
  toMicros,
} from "@millrace/contract";
import type { Context } from "../../context.ts";
import { invalid } from "../../errors.ts";
import { followsWallClock } from "../deployments/interval-dates.ts";
import { checkPauseWindows } from "../deployments/pause-windows.ts";
import { type ScheduledDate, scheduleDates } from "../deployments/schedule-dates.ts";
import { scheduledTimeText } from "../deployments/schedule-texts.ts";
import { createZone, loadClockwork, type Zone } from "../deployments/schedule-zones.ts";
import { prepareSchedules } from "../deployments/schedules.ts";
import { checkMoment } from "./periods.ts";

interface Asked {
  readonly schedule: CreateSchedule;
  readonly start: Instant | null;
  readonly count: number;
  readonly pause_windows: readonly PauseWindow[];
}

/** The dates that the scheduler would make runs for. Throws `invalid` for moments that are not of our time and windows that cannot be, and an `InvalidRequest` for a schedule that could not be saved. */
export const previewSchedule = async (ctx: Context, asked: Asked): Promise<SchedulePreview> => {
  const from = asked.start ?? ctx.clock.now();
  checkMoment(from);
  const pauses = checkPauseWindows(asked.pause_windows);
  const [ready] = await prepareSchedules(ctx, { schedules: [{ schedule: asked.schedule }], at: ["body"], body: asked, single: true });
  if (ready?.schedule === undefined) throw invalid("The schedule cannot be read.");
  const { schedule } = ready;
  const dates = await scheduleDates(schedule, { from, count: asked.count, pauses });
  const zone = createZone(await loadClockwork(), schedule.timezone || "UTC");
  const previewed: PreviewedDate[] = [];
  for (const [index, date] of dates.entries()) {
    const note = await noteOf({ schedule, zone, date, before: dates[index - 1] });
    previewed.push({ date: date.instant, local: scheduledTimeText(date), note });
  }
  const until = dates.length < asked.count ? undefined : dates.at(-1)?.instant;
  return { schedule, dates: previewed, paused_dates: await countPaused(schedule, { from, until, pauses }) };
};

/** Dates that are counted at most. */
const mostPaused = 1000;

interface Left {
  readonly from: Instant;
  /** Undefined when the schedule ends. */
  readonly until: Instant | undefined;
  readonly pauses: readonly PauseWindow[];
}

/** How many dates of a period its pause windows leave out. */
const countPaused = async (schedule: Schedule, { from, until, pauses }: Left): Promise<number> => {
  let count = 0;
  for (const { start_time, end_time } of pauses) {
    if (compareInstants(end_time, from) <= 0 || (until !== undefined && compareInstants(start_time, until) > 0)) continue;
    const start = compareInstants(start_time, from) > 0 ? start_time : from;
    const last = fromMicros(toMicros(end_time) - 1);
    count += (await scheduleDates(schedule, { from: start, until: last, count: mostPaused - count })).length;
  }
  return count;
};

interface Noted {
  readonly schedule: Schedule;
  readonly zone: Zone;
  readonly date: ScheduledDate;
  readonly before: ScheduledDate | undefined;
}

const day = 86_400_000_000;

/** What the clocks of the zone do to a date; null on nearly every day of the year. */
const noteOf = async ({ schedule, zone, date, before }: Noted): Promise<ClockNote | null> => {
  const micros = toMicros(date.instant);
  const wall = micros + zone.offsetAt(micros);
  const name = schedule.timezone ?? "UTC";
  if (zone.offsetAt(micros) > zone.offsetAt(micros - day) && !(await hasWall(schedule, zone, wall))) {
    return { code: "skipped", text: `The clocks of ${name} skip the time of this date, so it moves forward.` };
  }
  if (zone.momentOf(wall).second !== undefined)
    return { code: "repeated", text: `The clocks of ${name} show the time of this date twice.` };
  const change = before === undefined ? 0 : date.offsetSeconds - before.offsetSeconds;
  if (change === 0) return null;
  const minutes = `${Math.abs(change) / 60} minutes`;
  return change > 0
    ? { code: "clock-forward", text: `The clocks of ${name} have gone forward by ${minutes} since the date before.` }
    : { code: "clock-back", text: `The clocks of ${name} have gone back by ${minutes} since the date before.` };
};

/** Whether a schedule has a date at a wall clock of its own, and was not moved to it: whether it has it where no clock changes. */
const hasWall = async (schedule: Schedule, zone: Zone, wall: number): Promise<boolean> => {
  if ("interval" in schedule && !followsWallClock(schedule.interval * 1_000_000)) return true;
  const steady = "interval" in schedule ? { ...schedule, anchor_date: wallOf(schedule.anchor_date, zone) } : schedule;
  const moment = fromMicros(wall);
  return (await scheduleDates({ ...steady, timezone: "UTC" }, { from: moment, until: moment, count: 1 })).length > 0;
};

const wallOf = (instant: string, zone: Zone): Instant => {
  const micros = toMicros(instant);
  return fromMicros(micros + zone.offsetAt(micros));
};
