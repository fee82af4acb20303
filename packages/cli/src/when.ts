/** Times as people write them: `2 hours`, `tomorrow at 9:30`, `2027-01-01 10:00`. */
import { parseMicros } from "@millrace/contract";

const unitSeconds: ReadonlyMap<string, number> = new Map(
  Object.entries({
    s: 1,
    sec: 1,
    second: 1,
    m: 60,
    min: 60,
    minute: 60,
    h: 3600,
    hr: 3600,
    hour: 3600,
    d: 86_400,
    day: 86_400,
    w: 604_800,
    week: 604_800,
    month: 2_629_800,
    year: 31_557_600,
  }),
);
const amount = /^(\d+(?:\.\d+)?|an?)\s*([a-z]+?)s?(?:\b|(?=\d))[\s,]*(?:and\s+)?/i;

/** Seconds of a length of time in words; undefined when it is none. */
export const parseLength = (text: string): number | undefined => {
  let rest = text.trim().replace(/^in\s+/i, "");
  let total = 0;
  if (rest === "") return undefined;
  while (rest !== "") {
    const [matched, count = "", unit = ""] = amount.exec(rest) ?? [];
    const size = unitSeconds.get(unit.toLowerCase());
    if (matched === undefined || size === undefined) return undefined;
    total += (/^an?$/i.test(count) ? 1 : Number(count)) * size;
    rest = rest.slice(matched.length);
  }
  return total;
};

const clock = /^(?:at\s+)?(\d{1,2})(?::(\d\d))?(?::(\d\d))?\s*(am|pm)?$/i;

/** Seconds after midnight of a time of day; undefined when it is none. A lone number is none. */
const parseClock = (text: string): number | undefined => {
  const word = text
    .trim()
    .toLowerCase()
    .replace(/^at\s+/, "");
  if (word === "noon") return 43_200;
  if (word === "midnight") return 0;
  const [matched, hour = "", minute, second = "0", half] = clock.exec(word) ?? [];
  if (matched === undefined || (minute === undefined && half === undefined)) return undefined;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === "pm" ? 12 : 0);
  if (hours > 23 || Number(minute ?? 0) > 59 || Number(second) > 59) return undefined;
  return hours * 3600 + Number(minute ?? 0) * 60 + Number(second);
};

const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** Days from now to a named day; undefined when the word names none. */
const daysTo = (word: string, now: Date): number | undefined => {
  if (word === "today") return 0;
  if (word === "tomorrow") return 1;
  const day = weekdays.findIndex((name) => name === word || name.slice(0, 3) === word);
  return day < 0 ? undefined : (day - now.getDay() + 7) % 7 || 7;
};

const onDay = (now: Date, days: number, seconds: number): number =>
  new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 0, 0, seconds).getTime();

const localDate = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d{1,2}:\d\d(?::\d\d)?))?$/;

/**
 * Milliseconds since 1970 of a moment in words; undefined when it is none. Without a zone the machine's own is meant, and a time of
 * day that has passed means tomorrow's.
 */
export const parseMoment = (given: string, nowMillis: number): number | undefined => {
  const text = given.trim().replace(/^at\s+/i, "");
  const now = new Date(nowMillis);
  if (/^now$/i.test(text)) return nowMillis;
  if (/^in\s/i.test(text)) {
    const length = parseLength(text);
    return length === undefined ? undefined : nowMillis + length * 1000;
  }
  const [dated, year, month, day, time = "00:00"] = localDate.exec(text) ?? [];
  if (dated !== undefined)
    return parseMicros(`${dated.slice(0, 10)}T00:00:00Z`) === undefined ? undefined : onDate([year, month, day], time);
  const micros = parseMicros(text);
  if (micros !== undefined) return micros / 1000;
  const [first = "", ...rest] = text
    .toLowerCase()
    .replace(/^(next|on)\s+/, "")
    .split(/\s+/);
  const days = daysTo(first.replace(/,$/, ""), now);
  if (days !== undefined) {
    const seconds = rest.length === 0 ? 0 : parseClock(rest.join(" "));
    return seconds === undefined ? undefined : onDay(now, days, seconds);
  }
  const seconds = parseClock(text);
  if (seconds === undefined) return undefined;
  const today = onDay(now, 0, seconds);
  return today > nowMillis ? today : onDay(now, 1, seconds);
};

const onDate = (date: readonly (string | undefined)[], time: string): number | undefined => {
  const [year = 0, month = 1, day = 1] = date.map(Number);
  const seconds = parseClock(time);
  return seconds === undefined ? undefined : new Date(year, month - 1, day, 0, 0, seconds).getTime();
};
