import type { Preferences } from "../preferences/preferences.ts";

/** Prints the moments of many lines in the preferred zone and clock. */
export interface LogClock {
  /** Down to milliseconds. */
  readonly time: (instant: string) => string;
  readonly day: (instant: string) => string;
  /** What the zone is called now, such as `CET`. */
  readonly zone: string;
}

type Choice = Pick<Preferences, "zone" | "clock">;

/** One formatter for all lines: making one takes longer than printing with it. */
export const createLogClock = ({ zone, clock }: Choice): LogClock => {
  const place = zone === "local" ? {} : { timeZone: zone };
  const time = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    hourCycle: clock === "24h" ? "h23" : "h12",
    ...place,
  });
  const day = new Intl.DateTimeFormat("en-GB", { weekday: "short", year: "numeric", month: "short", day: "2-digit", ...place });
  const named = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", timeZoneName: "short", ...place });
  return {
    time: (instant) => time.format(new Date(instant)),
    day: (instant) => day.format(new Date(instant)),
    zone: named.formatToParts(new Date()).find(({ type }) => type === "timeZoneName")?.value ?? "",
  };
};
