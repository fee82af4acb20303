import { addSeconds, compareInstants, type Instant, type PauseWindow, type Schedule } from "@millrace/contract";
import { openSchedule, type ScheduledDate } from "./schedule-dates.ts";

/** How far ahead a schedule is turned into runs (server.md §6.3). Seconds count from `start`. */
export interface Horizon {
  readonly start: Instant;
  readonly end: Instant;
  readonly minSeconds: number;
  readonly minRuns: number;
  readonly maxRuns: number;
}

export interface PlannedDates {
  readonly dates: readonly ScheduledDate[];
  /** What made it end: enough dates, as many as allowed, a next date past the end, or no further date at all. */
  readonly ended: "enough" | "full" | "end" | "over";
  /** The first date past the end. */
  readonly next?: Instant;
}

/** The dates to have runs for: as few as satisfy both minimums, within both maximums. Those within `pauses` do not count. */
export const planDates = async (schedule: Schedule, horizon: Horizon, pauses: readonly PauseWindow[]): Promise<PlannedDates> => {
  const { start, end, minSeconds, minRuns, maxRuns } = horizon;
  const dates: ScheduledDate[] = [];
  if (maxRuns < 1) return { dates, ended: "full" };
  const enough = addSeconds(start, minSeconds);
  for (const date of await openSchedule(schedule, start, pauses)) {
    if (compareInstants(date.instant, end) > 0) return { dates, ended: "end", next: date.instant };
    dates.push(date);
    if (dates.length >= minRuns && compareInstants(date.instant, enough) >= 0) return { dates, ended: "enough" };
    if (dates.length >= maxRuns) return { dates, ended: "full" };
  }
  return { dates, ended: "over" };
};
