import { fromMicros, toMicros } from "@millrace/contract";

const units: readonly (readonly [name: string, letter: string, seconds: number])[] = [
  ["year", "y", 31_557_600],
  ["month", "mo", 2_629_800],
  ["week", "w", 604_800],
  ["day", "d", 86_400],
  ["hour", "h", 3600],
  ["minute", "m", 60],
  ["second", "s", 1],
];

const secondsUntil = (instant: string, nowMillis: number): number => toMicros(instant) / 1_000_000 - nowMillis / 1000;
const relate = (amount: string, seconds: number): string => (seconds > 0 ? `in ${amount}` : `${amount} ago`);

/** How far an instant is from now in words, rounded down to its largest unit: "22 seconds ago", "in 1 hour". */
export const sayWhen = (instant: string, nowMillis: number): string => {
  const seconds = secondsUntil(instant, nowMillis);
  const distance = Math.abs(seconds);
  const [name, , size] = units.find((unit) => distance >= unit[2]) ?? ["second", "s", 1];
  const count = Math.floor(distance / size);
  return relate(distance < 10 ? "a few seconds" : `${count} ${name}${count === 1 ? "" : "s"}`, seconds);
};

/** The same for a column of a table: "22s ago", "in 1h". */
export const sayWhenShort = (instant: string, nowMillis: number): string => {
  const seconds = secondsUntil(instant, nowMillis);
  const unit = units.find(([, , size]) => Math.abs(seconds) >= size);
  return unit === undefined ? "now" : relate(`${Math.floor(Math.abs(seconds) / unit[2])}${unit[1]}`, seconds);
};

/** An instant to the given number of fraction digits, in UTC: `2026-11-22 01:27:53.834`. */
export const sayInstant = (instant: string, digits = 0): string => {
  const iso = fromMicros(toMicros(instant)).replace("Z", "");
  const [seconds = "", fraction = ""] = iso.split(".");
  return `${seconds.replace("T", " ")}${digits > 0 ? `.${fraction.padEnd(6, "0").slice(0, digits)}` : ""}`;
};
