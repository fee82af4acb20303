/** Arithmetic on the protocol's time text. Microseconds since 1970 fit a number until the year 2255. */
import type { Instant } from "./schema.ts";

const shape = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*(Z|z|[+-]\d\d(?::?\d\d)?(?::\d\d)?)?$/;

/** Where years begin and where they have more than four digits, and the last number before that: numbers so large lie 32 apart. */
const earliest = -62_135_596_800_000_000;
const endOfYears = 253_402_300_800_000_000;
const latest = endOfYears - 32;

/** Microseconds of a second and a fraction of it, which must not be rounded up to a year that cannot be printed. */
const addFraction = (second: number, fraction: number): number =>
  second < endOfYears ? Math.min(second + fraction, latest) : second + fraction;

/** The number in a part of a text; NaN when that holds anything but digits. */
const digits = (text: string, from: number, to: number): number => {
  let value = 0;
  for (let index = from; index < to; index++) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
};

/**
 * Microseconds since 1970 of a time as the protocol prints it, which most texts are; undefined for everything else. Costs a fraction
 * of what reading any spelling does.
 */
const parsePrinted = (text: string): number | undefined => {
  const isWhole = text.length === 20;
  if (!(isWhole || (text.length === 27 && text[19] === ".")) || !text.endsWith("Z")) return undefined;
  if (text[4] !== "-" || text[7] !== "-" || text[10] !== "T" || text[13] !== ":" || text[16] !== ":") return undefined;
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)];
  const [hour, minute, second] = [digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19)];
  if (!(year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour <= 23 && minute <= 59 && second <= 59)) return undefined;
  const millis = Date.UTC(year, month - 1, day, hour, minute, second);
  if (day > 28 && new Date(millis).getUTCDate() !== day) return undefined;
  const micros = isWhole ? millis * 1000 : addFraction(millis * 1000, digits(text, 20, 26));
  return Number.isNaN(micros) ? undefined : micros;
};

/** Microseconds since 1970 of ISO 8601 text, which is UTC when it has no offset. Undefined when it is no such text. */
export const parseMicros = (text: string): number | undefined => {
  const printed = parsePrinted(text);
  if (printed !== undefined) return printed;
  const match = shape.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second = "0", fraction = "", offset = "Z"] = match;
  const date = new Date(0);
  // `Date.UTC` takes the first hundred years for those of the last century.
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const millis = date.setUTCHours(Number(hour), Number(minute), Number(second));
  if (Number(year) === 0) return undefined;
  if (date.getUTCDate() !== Number(day) || date.getUTCMonth() !== Number(month) - 1) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  return addFraction(millis * 1000 - offsetMicros(offset), Number(fraction.slice(0, 6).padEnd(6, "0")));
};

const offsetMicros = (offset: string): number => {
  if (offset === "Z" || offset === "z") return 0;
  const digits = offset.slice(1).replaceAll(":", "").padEnd(6, "0");
  const seconds = Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2, 4)) * 60 + Number(digits.slice(4, 6));
  return (offset.startsWith("-") ? -1 : 1) * seconds * 1_000_000;
};

/** Microseconds since 1970 of a time known to be well formed. Throws on anything else. */
export const toMicros = (instant: string): number => {
  const micros = parseMicros(instant);
  if (micros === undefined) throw new RangeError(`"${instant}" is not a time; expected ISO 8601 such as 2026-01-01T00:00:00Z.`);
  return micros;
};

/** The protocol's text of a moment: UTC, six fraction digits, none when they are zero (server.md §1.2). */
export const fromMicros = (micros: number): Instant => {
  const fraction = ((micros % 1_000_000) + 1_000_000) % 1_000_000;
  const seconds = new Date((micros - fraction) / 1000).toISOString().slice(0, 19);
  return withFraction(seconds, fraction);
};

/** The same of a second that is printed already, without its `Z`, and the microseconds after it. */
export const withFraction = (second: string, micros: number): Instant =>
  micros === 0 ? `${second}Z` : `${second}.${String(micros).padStart(6, "0")}Z`;

/** A moment so many seconds later, or earlier where they are negative; within the years that the protocol can print. */
export const addSeconds = (instant: string, seconds: number): Instant =>
  fromMicros(Math.max(earliest, Math.min(toMicros(instant) + Math.round(seconds * 1_000_000), latest)));

/** Seconds from `start` to `end`, negative when `end` is earlier. */
export const secondsBetween = (start: string, end: string): number => (toMicros(end) - toMicros(start)) / 1_000_000;

/** Orders two times as `Array.sort` wants it. Texts of equal moments may differ, so they are never compared as text. */
export const compareInstants = (one: string, other: string): number => toMicros(one) - toMicros(other);
