/** When a schedule has a date, in milliseconds since 1970. */
export interface WeekDate {
  readonly schedule: string;
  readonly at: number;
}

export interface WeekCell {
  /** `2026-01-31 14`, by the clock of the zone. */
  readonly key: string;
  readonly count: number;
  /** How many dates of the hour meet another schedule's in the same minute. */
  readonly clashes: number;
  /** The pause windows that the hour, or a part of it, is in. */
  readonly pauses: readonly string[];
}

/** When schedules rest, in milliseconds since 1970. */
export interface WeekPause {
  readonly from: number;
  readonly until: number;
  readonly name: string;
}

export interface WeekDay {
  /** `2026-01-31`. */
  readonly date: string;
  readonly hours: readonly WeekCell[];
}

const minute = 60_000;
const day = 86_400_000;

const parts = (zone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    hourCycle: "h23",
  });

/** The day and the hour of a moment by the clock of a zone. */
const keyOf = (format: Intl.DateTimeFormat, at: number): string => {
  const of = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${of.year}-${of.month}-${of.day} ${of.hour}`;
};

const isClash = (dates: readonly WeekDate[]): boolean => new Set(dates.map(({ schedule }) => schedule)).size > 1;

const quarter = 15 * minute;

/** The names of the pauses that hours of a week are in, by hour. Every zone is a number of quarters of an hour away from the next. */
const pausesByHour = (pauses: readonly WeekPause[], format: Intl.DateTimeFormat, start: number): Map<string, Set<string>> => {
  const byHour = new Map<string, Set<string>>();
  for (const { from, until, name } of pauses) {
    const [first, last] = [Math.max(from, start - day), Math.min(until, start + 8 * day) - 1];
    const moments = Array.from({ length: Math.max(0, Math.ceil((last - first) / quarter)) }, (_, index) => first + index * quarter);
    for (const at of first <= last ? [...moments, last] : []) {
      const key = keyOf(format, at);
      byHour.set(key, (byHour.get(key) ?? new Set()).add(name));
    }
  }
  return byHour;
};

/** Seven days of 24 hours from the day that `start` is on, with the dates of each hour. Hours that clocks show twice are one. */
export const layWeek = (
  dates: readonly WeekDate[],
  { start, zone, pauses }: { readonly start: number; readonly zone: string; readonly pauses: readonly WeekPause[] },
): readonly WeekDay[] => {
  const format = parts(zone);
  const byHour = Map.groupBy(dates, ({ at }) => keyOf(format, at));
  const paused = pausesByHour(pauses, format, start);
  const [first = ""] = keyOf(format, start).split(" ");
  return Array.from({ length: 7 }, (_, index) => {
    const date = new Date(Date.parse(`${first}T00:00:00Z`) + index * day).toISOString().slice(0, 10);
    const hours = Array.from({ length: 24 }, (_unused, hour): WeekCell => {
      const key = `${date} ${String(hour).padStart(2, "0")}`;
      const own = byHour.get(key) ?? [];
      const minutes = [...Map.groupBy(own, ({ at }) => Math.floor(at / minute)).values()];
      const clashes = minutes.filter(isClash).reduce((sum, each) => sum + each.length, 0);
      return { key, count: own.length, clashes, pauses: [...(paused.get(key) ?? [])] };
    });
    return { date, hours };
  });
};

/** The hour that a moment is in, as cells are named. */
export const hourKey = (at: number, zone: string): string => keyOf(parts(zone), at);
