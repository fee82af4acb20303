import type { Preferences } from "../../preferences/preferences.ts";

type Choice = Pick<Preferences, "zone" | "clock">;

const zoneOf = ({ zone }: Choice): string | undefined => (zone === "local" ? undefined : zone);

interface Detail {
  readonly seconds?: boolean;
  readonly date?: boolean;
  readonly zone?: boolean;
}

/** A moment as text in the preferred zone and clock. The zone is named unless told otherwise. */
export const formatInstant = (instant: string, choice: Choice, { seconds = true, date = true, zone = true }: Detail = {}): string => {
  const moment = new Date(instant);
  if (Number.isNaN(moment.getTime())) return instant;
  const timeZone = zoneOf(choice);
  return new Intl.DateTimeFormat("en-GB", {
    ...(date ? { year: "numeric", month: "short", day: "2-digit" } : {}),
    hour: "2-digit",
    minute: "2-digit",
    ...(seconds ? { second: "2-digit" } : {}),
    ...(zone ? { timeZoneName: "short" } : {}),
    ...(timeZone === undefined ? {} : { timeZone }),
    hourCycle: choice.clock === "24h" ? "h23" : "h12",
  }).format(moment);
};

/** The day of a moment in the preferred zone, such as "22 Nov". */
export const formatDay = (instant: string, choice: Choice): string => {
  const timeZone = zoneOf(choice);
  const day = { month: "short", day: "2-digit", ...(timeZone === undefined ? {} : { timeZone }) } as const;
  return new Intl.DateTimeFormat("en-GB", day).format(new Date(instant));
};

const steps: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** How far a moment is from now, such as "3 min ago" or "in 2 days". `now` in milliseconds since 1970. */
export const formatRelative = (instant: string, now: number): string => {
  const seconds = (new Date(instant).getTime() - now) / 1000;
  if (Number.isNaN(seconds)) return instant;
  if (Math.abs(seconds) < 5) return "just now";
  const format = new Intl.RelativeTimeFormat("en", { style: "short", numeric: "always" });
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ["second" as const, 1];
  return format.format(Math.trunc(seconds / size), unit);
};

/** A length of time in the two largest units that matter: `450 ms`, `12.3 s`, `4m 05s`, `3h 12m`, `2d 4h`. */
export const formatDuration = (seconds: number): string => {
  if (!Number.isFinite(seconds)) return "–";
  if (seconds < 0) return `−${formatDuration(-seconds)}`;
  if (seconds === 0) return "0 s";
  if (seconds < 1) return `${Math.max(1, Math.round(seconds * 1000))} ms`;
  if (seconds < 59.95) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  const [days, hours, minutes] = [Math.floor(whole / 86_400), Math.floor(whole / 3_600) % 24, Math.floor(whole / 60) % 60];
  const pad = (value: number): string => String(value).padStart(2, "0");
  if (days > 0) return `${days}d ${hours}h`;
  if (hours > 0) return `${hours}h ${pad(minutes)}m`;
  return `${minutes}m ${pad(whole % 60)}s`;
};
