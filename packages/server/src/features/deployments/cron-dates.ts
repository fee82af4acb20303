import type { CronFields } from "./cron-fields.ts";

const second = 1_000_000;
const daySeconds = 86_400;
/** An expression without a date for this long has none, such as 30 February (server.md §6.1). */
const yearsAhead = 50;

interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly monthLength: number;
}

const calendarDay = (dayNumber: number): CalendarDay => {
  const date = new Date(dayNumber * 86_400_000);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const monthLength = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return { year, month: month + 1, day: date.getUTCDate(), weekday: date.getUTCDay(), monthLength };
};

const matchesDay = (cron: CronFields, { day, monthLength }: CalendarDay): boolean =>
  cron.days === undefined || cron.days.has(day) || (cron.lastDay && day === monthLength);

const matchesCountedWeekday = (cron: CronFields, { day, weekday, monthLength }: CalendarDay): boolean =>
  cron.weekdaysOfMonth.some(
    (wanted) => wanted.weekday === weekday && (wanted.nth === "last" ? day > monthLength - 7 : Math.ceil(day / 7) === wanted.nth),
  );

/** With `dayOr` either day field is enough once both are restricted. A counted weekday (`mon#2`) then decides alone, as in the protocol. */
const isOn = (cron: CronFields, dayOr: boolean, date: CalendarDay): boolean => {
  if (cron.weekdaysOfMonth.length > 0) {
    const anyDay = dayOr && cron.weekdays !== undefined;
    return matchesCountedWeekday(cron, date) && (anyDay || matchesDay(cron, date));
  }
  const weekday = cron.weekdays === undefined || cron.weekdays.has(date.weekday);
  if (dayOr && cron.days !== undefined && cron.weekdays !== undefined) return weekday || matchesDay(cron, date);
  return weekday && matchesDay(cron, date);
};

/** Seconds after midnight at which a matching day fires, from `start` on. */
function* timesOfDay({ hours, minutes, seconds }: CronFields, start: number): Generator<number> {
  for (const hour of hours) {
    if (hour * 3600 + 3599 < start) continue;
    for (const minute of minutes) {
      const base = hour * 3600 + minute * 60;
      if (base + 59 < start) continue;
      for (const offset of seconds) if (base + offset >= start) yield base + offset;
    }
  }
}

interface CronWalls {
  readonly cron: CronFields;
  readonly dayOr: boolean;
  /** Wall clock, inclusive. */
  readonly start: number;
}

/** The wall clocks of a cron expression, ascending. Whole days are skipped by month, so sparse expressions stay cheap. */
export function* cronWalls({ cron, dayOr, start }: CronWalls): Generator<number> {
  const startSecond = Math.ceil(start / second);
  const startDay = Math.floor(startSecond / daySeconds);
  let lastYear = calendarDay(startDay).year + yearsAhead;
  let dayNumber = startDay;
  for (;;) {
    const date = calendarDay(dayNumber);
    if (date.year > lastYear) return;
    if (cron.months?.has(date.month) === false || cron.years?.has(date.year) === false) {
      dayNumber += date.monthLength - date.day + 1;
      continue;
    }
    if (isOn(cron, dayOr, date)) {
      const from = dayNumber === startDay ? startSecond - startDay * daySeconds : 0;
      for (const time of timesOfDay(cron, from)) yield (dayNumber * daySeconds + time) * second;
      lastYear = date.year + yearsAhead;
    }
    dayNumber += 1;
  }
}
