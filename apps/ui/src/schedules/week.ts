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

/** Seven days of 24 hours from the day that `start` is on, with the dates of each hour. Hours that clocks show twice are one. */
export const layWeek = (
  dates: readonly WeekDate[],
  { start, zone }: { readonly start: number; readonly zone: string },
): readonly WeekDay[] => {
  const format = parts(zone);
  const byHour = Map.groupBy(dates, ({ at }) => keyOf(format, at));
  const [first = ""] = keyOf(format, start).split(" ");
  return Array.from({ length: 7 }, (_, index) => {
    const date = new Date(Date.parse(`${first}T00:00:00Z`) + index * day).toISOString().slice(0, 10);
    const hours = Array.from({ length: 24 }, (_unused, hour): WeekCell => {
      const key = `${date} ${String(hour).padStart(2, "0")}`;
      const own = byHour.get(key) ?? [];
      const minutes = [...Map.groupBy(own, ({ at }) => Math.floor(at / minute)).values()];
      return { key, count: own.length, clashes: minutes.filter(isClash).reduce((sum, each) => sum + each.length, 0) };
    });
    return { date, hours };
  });
};

/** The hour that a moment is in, as cells are named. */
export const hourKey = (at: number, zone: string): string => keyOf(parts(zone), at);
