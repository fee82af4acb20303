export const frequencies = ["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"] as const;
export type Frequency = (typeof frequencies)[number];
export const weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
export type Weekday = (typeof weekdays)[number];

/** What a rule is when it is simple enough to be chosen rather than typed. */
export interface SimpleRule {
  readonly frequency: Frequency;
  readonly interval: number;
  readonly days: readonly Weekday[];
  /** Days of the month. */
  readonly monthDays: readonly number[];
  /** `YYYY-MM-DDTHH:MM` on the wall of the schedule's zone; empty counts from the server's own beginning. */
  readonly start: string;
  /** Runs until it ends; null for ever. */
  readonly count: number | null;
}

export const newRule: SimpleRule = { frequency: "WEEKLY", interval: 1, days: ["MO"], monthDays: [], start: "", count: null };

const printStart = (start: string): string => `${start.replaceAll("-", "").replace(":", "")}00`;

const readStart = (text: string): string | undefined => {
  const [, year, month, day, hour, minute] = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})00Z?$/.exec(text) ?? [];
  return year === undefined ? undefined : `${year}-${month}-${day}T${hour}:${minute}`;
};

/** The rule as text of RFC 5545. */
export const printRule = ({ frequency, interval, days, monthDays, start, count }: SimpleRule): string => {
  const parts = [
    `FREQ=${frequency}`,
    ...(interval === 1 ? [] : [`INTERVAL=${interval}`]),
    ...(frequency === "WEEKLY" && days.length > 0 ? [`BYDAY=${weekdays.filter((day) => days.includes(day)).join(",")}`] : []),
    ...(frequency === "MONTHLY" && monthDays.length > 0 ? [`BYMONTHDAY=${monthDays.join(",")}`] : []),
    ...(count === null ? [] : [`COUNT=${count}`]),
  ];
  return `${start === "" ? "" : `DTSTART:${printStart(start)}\n`}RRULE:${parts.join(";")}`;
};

const isFrequency = (text: string | undefined): text is Frequency => frequencies.some((each) => each === text);
const isWeekday = (text: string): text is Weekday => weekdays.some((each) => each === text);

const readParts = (text: string): Readonly<Record<string, string>> | undefined => {
  const pairs = text.split(";").map((part) => part.split("="));
  return pairs.some((pair) => pair.length !== 2) ? undefined : Object.fromEntries(pairs);
};

const known: readonly string[] = ["FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "COUNT"];

/** The simple rule that a text is; undefined when it says more than can be chosen. */
export const readRule = (text: string): SimpleRule | undefined => {
  const lines = text.trim().toUpperCase().split(/\s+/);
  const starts = lines.filter((line) => line.startsWith("DTSTART:"));
  const rules = lines.filter((line) => line.startsWith("RRULE:") || line.startsWith("FREQ="));
  const [rule] = rules;
  if (rule === undefined || rules.length > 1 || starts.length + rules.length !== lines.length) return undefined;
  const parts = readParts(rule.replace("RRULE:", ""));
  const start = starts[0] === undefined ? "" : readStart(starts[0].slice("DTSTART:".length));
  if (parts === undefined || start === undefined || Object.keys(parts).some((name) => !known.includes(name))) return undefined;
  const { FREQ, INTERVAL = "1", BYDAY = "", BYMONTHDAY = "", COUNT } = parts;
  const days = BYDAY.split(",").filter((day) => day !== "");
  const monthDays = BYMONTHDAY.split(",").flatMap((day) => (day === "" ? [] : Number(day)));
  const fits = days.every(isWeekday) && (days.length === 0 || FREQ === "WEEKLY") && (monthDays.length === 0 || FREQ === "MONTHLY");
  if (!isFrequency(FREQ) || !fits || !(Number(INTERVAL) >= 1)) return undefined;
  const count = COUNT === undefined ? null : Number(COUNT);
  return { frequency: FREQ, interval: Number(INTERVAL), days: days.filter(isWeekday), monthDays, start, count };
};
