/** Reads one recurrence rule, `FREQ=DAILY;BYHOUR=9`, into checked parts. Dates keep their digits and lose their zone (server.md §6.1). */

export class RRuleSyntax extends Error {}

/** Digits of a date as a wall clock in microseconds, and whether the text named a zone. */
export interface WallDate {
  readonly wall: number;
  readonly zoned: boolean;
}

const frequencies = ["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY"] as const;
export type Frequency = (typeof frequencies)[number];
const weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/** Seconds of a period of fixed length. */
export const periodSeconds: Readonly<Partial<Record<Frequency, number>>> = {
  WEEKLY: 604_800,
  DAILY: 86_400,
  HOURLY: 3600,
  MINUTELY: 60,
  SECONDLY: 1,
};

export interface RRuleParts {
  readonly frequency: Frequency;
  readonly interval: number;
  readonly count: number | undefined;
  readonly until: WallDate | undefined;
  /** The week's first day and every BY part, checked and in the spelling of RFC 5545. */
  readonly others: ReadonlyMap<string, string>;
}

const dateShape = /^(\d{4})-?(\d\d)-?(\d\d)(?:T?(\d\d):?(\d\d)(?::?(\d\d)(?:\.\d+)?)?)?(Z|[+-]\d\d:?(?:\d\d)?)?$/;

export const readWallDate = (text: string): WallDate | undefined => {
  const match = dateShape.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((digits) => Number(digits ?? 0));
  const millis = Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute, second);
  const isReal = new Date(millis).toISOString().replaceAll(/\D/g, "").startsWith([match[1], match[2], match[3], match[4]].join(""));
  return isReal && (minute ?? 0) < 60 && (second ?? 0) < 60 ? { wall: millis * 1000, zoned: match[7] !== undefined } : undefined;
};

const invalid = (name: string, value: string): never => {
  throw new RRuleSyntax(`invalid '${name}': ${value}`);
};

interface Limits {
  readonly low: number;
  readonly high: number;
  /** Whether values may count from the end, as -1 does. */
  readonly mirrored?: boolean;
}

const limits: Readonly<Record<string, Limits>> = {
  BYSETPOS: { low: 1, high: 366, mirrored: true },
  BYMONTH: { low: 1, high: 12 },
  BYMONTHDAY: { low: 1, high: 31, mirrored: true },
  BYYEARDAY: { low: 1, high: 366, mirrored: true },
  BYWEEKNO: { low: 1, high: 53, mirrored: true },
  BYHOUR: { low: 0, high: 23 },
  BYMINUTE: { low: 0, high: 59 },
  BYSECOND: { low: 0, high: 59 },
};

const readWhole = (name: string, value: string, low: number): number => {
  const number = /^[+-]?\d+$/.test(value) ? Number(value) : invalid(name, value);
  return number >= low ? number : invalid(name, value);
};

const readList = (name: string, value: string, { low, high, mirrored = false }: Limits): string => {
  const numbers = value.split(",").map((item) => readWhole(name, item, -high));
  const fits = (number: number): boolean => number <= high && (number >= low || (mirrored && number <= -low));
  if (!numbers.every(fits)) invalid(name, value);
  return numbers.join(",");
};

/** `2TH`, `TH(+2)` or `TH`. A count means nothing below a month, and is dropped there as the protocol does. */
const readWeekdays = (name: string, value: string, counted: boolean): string =>
  value
    .split(",")
    .map((item) => {
      const match = /^(?:([+-]?\d+)?([A-Z]{2})|([A-Z]{2})\(([+-]?\d+)\))$/.exec(item) ?? invalid(name, value);
      const day = match[2] ?? match[3] ?? "";
      const nth = match[1] ?? match[4];
      if (!weekdays.includes(day) || Number(nth ?? 1) === 0) invalid(name, value);
      return counted && nth !== undefined ? `${Number(nth)}${day}` : day;
    })
    .join(",");

const readOther = (name: string, value: string, frequency: Frequency): [string, string] => {
  if (name === "BYDAY" || name === "BYWEEKDAY") {
    return ["BYDAY", readWeekdays(name, value, frequency === "YEARLY" || frequency === "MONTHLY")];
  }
  if (name === "WKST") return [name, weekdays.includes(value) ? value : invalid(name, value)];
  if (name === "BYEASTER") throw new RRuleSyntax("BYEASTER is not supported; list the dates as RDATE instead");
  const allowed = limits[name];
  if (allowed === undefined) throw new RRuleSyntax(`unknown parameter '${name}'`);
  return [name, readList(name, value, allowed)];
};

const splitPairs = (text: string): [string, string][] =>
  text.split(";").map((pair) => {
    const [name = "", value, ...rest] = pair.split("=");
    if (value === undefined || rest.length > 0)
      throw new RRuleSyntax(`expected NAME=VALUE pairs such as FREQ=DAILY;INTERVAL=2, got '${pair}'`);
    return [name, value];
  });

const greatestCommonDivisor = (one: number, other: number): number => (other === 0 ? one : greatestCommonDivisor(other, one % other));

const circles: readonly { frequency: Frequency; part: string; size: number }[] = [
  { frequency: "HOURLY", part: "BYHOUR", size: 24 },
  { frequency: "MINUTELY", part: "BYMINUTE", size: 60 },
  { frequency: "SECONDLY", part: "BYSECOND", size: 60 },
];

/** Whether steps from `start`, round and round the clock, pass by every hour, minute or second that the rule asks for. */
const neverMeets = ({ frequency, interval, others }: Pick<RRuleParts, "frequency" | "interval" | "others">, start: number): boolean => {
  const circle = circles.find((known) => known.frequency === frequency);
  const wanted = circle === undefined ? undefined : others.get(circle.part)?.split(",").map(Number);
  if (circle === undefined || wanted === undefined) return false;
  const first = Math.floor(start / 1_000_000 / (periodSeconds[frequency] ?? 1));
  const divisor = greatestCommonDivisor(interval, circle.size);
  return wanted.every((value) => (value - first) % divisor !== 0);
};

/** Throws `RRuleSyntax` naming the part and its value. The text is in upper case; `start` is the rule's first wall clock. */
export const readRRuleParts = (text: string, start: number): RRuleParts => {
  const pairs = splitPairs(text);
  const value = (wanted: string): string | undefined => pairs.findLast(([name]) => name === wanted)?.[1];
  const freq = value("FREQ");
  if (freq === undefined) throw new RRuleSyntax(`a rule needs FREQ, one of ${frequencies.join(", ")}`);
  const frequency = frequencies.find((known) => known === freq) ?? invalid("FREQ", freq);
  const interval = readWhole("INTERVAL", value("INTERVAL") ?? "1", 1);
  const count = value("COUNT");
  const until = value("UNTIL");
  const single = ["FREQ", "INTERVAL", "COUNT", "UNTIL"];
  const others = new Map(pairs.filter(([name]) => !single.includes(name)).map(([name, part]) => readOther(name, part, frequency)));
  if (neverMeets({ frequency, interval, others }, start)) throw new RRuleSyntax("its INTERVAL never meets its BY parts, so it has no date");
  return {
    frequency,
    interval,
    count: count === undefined ? undefined : readWhole("COUNT", count, 0),
    until: until === undefined ? undefined : (readWallDate(until) ?? invalid("UNTIL", until)),
    others,
  };
};
