/** Reads the cron dialect of the protocol: five fields, then seconds, then years (server.md §6.1). */

interface Field {
  readonly low: number;
  readonly high: number;
  readonly names: Readonly<Record<string, number>>;
}

const named = (first: number, names: string): Record<string, number> =>
  Object.fromEntries(names.split(" ").map((name, index) => [name, first + index]));

const dayField = 2;
const monthField = 3;
const weekdayField = 4;
const fields: readonly Field[] = [
  { low: 0, high: 59, names: {} },
  { low: 0, high: 23, names: {} },
  { low: 1, high: 31, names: {} },
  { low: 1, high: 12, names: named(1, "jan feb mar apr may jun jul aug sep oct nov dec") },
  { low: 0, high: 6, names: named(0, "sun mon tue wed thu fri sat") },
  { low: 0, high: 59, names: {} },
  { low: 1970, high: 2099, names: {} },
];

const aliases: Readonly<Record<string, string>> = {
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
};

/** One weekday of a month: the nth, or the last one. */
export interface WeekdayOfMonth {
  readonly weekday: number;
  readonly nth: number | "last";
}

/** A parsed expression. An absent list means every value. */
export interface CronFields {
  readonly seconds: readonly number[];
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: ReadonlySet<number> | undefined;
  readonly lastDay: boolean;
  readonly months: ReadonlySet<number> | undefined;
  readonly weekdays: ReadonlySet<number> | undefined;
  readonly weekdaysOfMonth: readonly WeekdayOfMonth[];
  readonly years: ReadonlySet<number> | undefined;
}

interface Values {
  readonly numbers: Set<number>;
  readonly nth: WeekdayOfMonth[];
  any: boolean;
  last: boolean;
}

const range = (low: number, high: number, step: number): number[] => {
  const values: number[] = [];
  for (let value = low; value <= high; value += step) values.push(value);
  return values;
};

/** `fri-mon` runs over the end of the week and keeps its step across it; `mon-mon` is the whole week. */
const wrappedRange = ({ low, high }: Field, bounds: { from: number; to: number; step: number }): number[] => {
  const { from, to, step } = bounds;
  if (from < to) return range(from, to, step);
  if (from === to) return range(low, high, step);
  const head = range(from, high, step);
  const reached = head.at(-1) ?? high;
  const unused = high - reached;
  const skip = reached - low + step > high - low + 1 && unused < step ? step - unused : 0;
  return [...head, ...range(low + skip, to, step)];
};

class CronSyntax extends Error {}

const wrong = (): never => {
  throw new CronSyntax();
};

const readNumber = (text: string, index: number, count: number): number => {
  const field = fields[index] ?? wrong();
  const value = /^\d+$/.test(text) ? Number(text) : (field.names[text] ?? wrong());
  // Seven is Sunday and day zero is day one only in some layouts of the expression.
  if (index === weekdayField && value === 7 && count === 5) return 0;
  if (index === dayField && value === 0 && count === 6) return 1;
  return value;
};

const splitRange = (element: string, index: number): RegExpExecArray | null => {
  const { low, high } = fields[index] ?? wrong();
  const shape = /^([^-]+)-([^-/]+)(?:\/(\d+))?$/;
  const starred = element.replace(/^\*(?=\/.)/, `${low}-${high}`);
  return shape.exec(starred) ?? shape.exec(element.replace(/^(.+)\/(.+)$/, `$1-${high}/$2`));
};

const readElement = (element: string, place: { index: number; count: number }, values: Values): void => {
  const { index, count } = place;
  const field = fields[index] ?? wrong();
  const special = index === weekdayField ? /^(?:([a-z]{3}-[a-z]{3}|\w+)#|l)(\d+)$/.exec(element) : null;
  const nth = special?.[1] === undefined ? "last" : Number(special[2]);
  if (nth !== "last" && (nth < 1 || nth > 5)) wrong();
  const body = special === null ? element : (special[1] ?? special[2] ?? wrong());
  const bounds = splitRange(body, index);
  if (bounds === null && body === "*") {
    values.any = true;
    return;
  }
  if (bounds === null && body === "l" && index === dayField) {
    values.last = true;
    return;
  }
  const numbers = bounds === null ? [readNumber(body, index, count)] : readRange(bounds, place);
  for (const value of numbers) {
    if (value < field.low || value > field.high) wrong();
    values.numbers.add(value);
    if (special !== null) values.nth.push({ weekday: value, nth });
  }
};

const readRange = ([, start = "", end = "", stepText = "1"]: RegExpExecArray, { index, count }: { index: number; count: number }) => {
  const field = fields[index] ?? wrong();
  const step = Number(stepText);
  const from = readNumber(start, index, count);
  const to = index === dayField && end === "l" ? 31 : readNumber(end, index, count);
  if (step < 1 || Math.max(from, to) > field.high) wrong();
  return wrappedRange(field, { from, to, step });
};

const readField = (text: string, index: number, count: number): Values => {
  const values: Values = { numbers: new Set(), nth: [], any: false, last: false };
  if (text === "?" && (index === dayField || index === weekdayField)) values.any = true;
  else for (const element of text.split(",")) readElement(element, { index, count }, values);
  return values;
};

const listed = (values: Values | undefined, index: number): number[] => {
  const { low, high } = fields[index] ?? wrong();
  return values === undefined || values.any ? range(low, high, 1) : [...values.numbers].sort((one, other) => one - other);
};

/** A day field that lists every value still counts as restricted when the other one has no star in it. */
const restricted = (values: Values, index: number, other: string): Set<number> | undefined => {
  const { low, high } = fields[index] ?? wrong();
  const full = values.numbers.size + (values.last ? 1 : 0) === high - low + 1;
  return values.any || (full && other.includes("*")) ? undefined : values.numbers;
};

const parse = (cron: string): CronFields => {
  const lower = cron.toLowerCase();
  const texts = (aliases[lower] ?? lower).split(/\s+/).filter((text) => text !== "");
  if (texts.length < 5 || texts.length > 7) wrong();
  const all = texts.map((text, index) => readField(text, index, texts.length));
  const [minutes, hours, days = wrong(), months = wrong(), weekdays = wrong(), seconds, years] = all;
  const counted = new Set(weekdays.nth.map(({ weekday }) => weekday));
  if (counted.size > 0 && weekdays.numbers.size > counted.size && weekdays.numbers.size < 7) wrong();
  return {
    seconds: seconds === undefined ? [0] : listed(seconds, 5),
    minutes: listed(minutes, 0),
    hours: listed(hours, 1),
    days: restricted(days, dayField, texts[weekdayField] ?? ""),
    lastDay: days.last,
    months: restricted(months, monthField, "*"),
    weekdays: restricted(weekdays, weekdayField, texts[dayField] ?? ""),
    weekdaysOfMonth: weekdays.nth,
    years: years === undefined || years.any ? undefined : years.numbers,
  };
};

/** The fields of a cron expression, or undefined when it is not one. */
export const parseCron = (cron: string): CronFields | undefined => {
  try {
    return parse(cron);
  } catch (error) {
    if (error instanceof CronSyntax) return undefined;
    throw error;
  }
};
