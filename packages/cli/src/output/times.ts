import { fromMicros, toMicros } from "@millrace/contract";

const units: readonly (readonly [string, number])[] = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

/** How far an instant is from now in words, rounded down to its largest unit: "22 seconds ago", "in 1 hour". */
export const sayWhen = (instant: string, nowMillis: number): string => {
  const seconds = toMicros(instant) / 1_000_000 - nowMillis / 1000;
  const distance = Math.abs(seconds);
  const [name, size] = units.find((unit) => distance >= unit[1]) ?? ["second", 1];
  const count = Math.floor(distance / size);
  const amount = distance < 10 ? "a few seconds" : `${count} ${name}${count === 1 ? "" : "s"}`;
  return seconds > 0 ? `in ${amount}` : `${amount} ago`;
};

/** An instant to the given number of fraction digits, in UTC: `2026-11-22 01:27:53.834`. */
export const sayInstant = (instant: string, digits = 0): string => {
  const iso = fromMicros(toMicros(instant)).replace("Z", "");
  const [seconds = "", fraction = ""] = iso.split(".");
  return `${seconds.replace("T", " ")}${digits > 0 ? `.${fraction.padEnd(6, "0").slice(0, digits)}` : ""}`;
};
