import { type RRuleParts, RRuleSyntax, readRRuleParts, readWallDate, type WallDate } from "./rrule-parts.ts";

/** The start of a rule that names none: 2020-01-01T00:00:00 on the wall clock of the schedule (server.md §6.1). */
export const defaultStart = Date.UTC(2020, 0, 1) * 1000;

/** A rule, or several with extra and excluded dates. All times are wall clocks in microseconds. */
export interface RRuleSet {
  readonly start: number;
  readonly hasStart: boolean;
  readonly rules: readonly RRuleParts[];
  readonly exclusions: readonly RRuleParts[];
  readonly dates: readonly number[];
  readonly excludedDates: readonly number[];
}

interface Line {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly value: string;
}

const readLine = (line: string): Line => {
  const colon = line.indexOf(":");
  if (colon === -1) return { name: "RRULE", parameters: [], value: line };
  const [name = "", ...parameters] = line.slice(0, colon).split(";");
  return { name, parameters, value: line.slice(colon + 1) };
};

const dateParameter = /^(TZID=.+|VALUE=DATE|VALUE=DATE-TIME)$/;
const allowedParameters: Readonly<Record<string, RegExp>> = {
  RRULE: /^$/,
  EXRULE: /^$/,
  RDATE: /^VALUE=DATE-TIME$/,
  EXDATE: dateParameter,
  DTSTART: dateParameter,
};

const checkLine = ({ name, parameters }: Line): void => {
  const allowed = allowedParameters[name];
  if (allowed === undefined) throw new RRuleSyntax(`unsupported property: ${name}`);
  const unknown = parameters.find((parameter) => !allowed.test(parameter));
  if (unknown !== undefined) throw new RRuleSyntax(`unsupported ${name} parm: ${unknown}`);
};

const readDates = ({ name, parameters, value }: Line): WallDate[] => {
  const named = parameters.some((parameter) => parameter.startsWith("TZID="));
  return value.split(",").map((text) => {
    const date = readWallDate(text);
    if (date === undefined) throw new RRuleSyntax(`invalid '${name}': ${text}; expected a date such as 20260131T090000`);
    return named ? { ...date, zoned: true } : date;
  });
};

const readRule = ({ value }: Line, start: WallDate | undefined): RRuleParts => {
  const rule = readRRuleParts(value, start?.wall ?? defaultStart);
  if (start !== undefined && rule.until !== undefined && rule.until.zoned !== start.zoned) {
    throw new RRuleSyntax("RRULE UNTIL values must be specified in UTC when DTSTART is timezone-aware");
  }
  return rule;
};

const walls = (lines: readonly Line[]): number[] => lines.flatMap(readDates).map(({ wall }) => wall);

const read = (text: string): RRuleSet => {
  const lines = text
    .toUpperCase()
    .split(/\s+/)
    .filter((line) => line !== "")
    .map(readLine);
  if (lines.length === 0) throw new RRuleSyntax("empty string");
  for (const line of lines) checkLine(line);
  const named = (wanted: string): Line[] => lines.filter(({ name }) => name === wanted);
  const starts = named("DTSTART").map((line) => ({ line, dates: readDates(line) }));
  for (const { line, dates } of starts) {
    if (dates.length > 1) throw new RRuleSyntax(`Multiple DTSTART values specified:${line.value}`);
  }
  const start = starts.at(-1)?.dates[0];
  const set = {
    start: start?.wall ?? defaultStart,
    hasStart: start !== undefined,
    rules: named("RRULE").map((line) => readRule(line, start)),
    exclusions: named("EXRULE").map((line) => readRule(line, start)),
    dates: walls(named("RDATE")),
    excludedDates: walls(named("EXDATE")),
  };
  if (set.rules.length === 0 && set.dates.length === 0) throw new RRuleSyntax("it needs an RRULE or an RDATE");
  return set;
};

/** The rules of a schedule's text, or what is wrong with it. */
export const parseRRule = (text: string): RRuleSet | { readonly problem: string } => {
  try {
    return read(text);
  } catch (error) {
    if (error instanceof RRuleSyntax) return { problem: error.message };
    throw error;
  }
};
