import type { RRuleTemporal } from "rrule-temporal";
import { periodSeconds, type RRuleParts } from "./rrule-parts.ts";
import type { RRuleSet } from "./rrule-set.ts";

type Library = typeof RRuleTemporal;

/** The library is read with the first rule: most servers never see one. */
export const loadRules = async (): Promise<Library> => (await import("rrule-temporal")).RRuleTemporal;

/** Steps the library may take without finding a date before the rule counts as ended: a rule that never matches must not hold the server. */
const fruitlessSteps = 10_000;
/** A rule that counts further than this is taken as endless. */
const mostCounted = 100_000;
const endOfTime = Date.UTC(9999, 11, 31) * 1000;

const basicText = (wall: number): string => `${new Date(Math.floor(wall / 1000)).toISOString().replaceAll(/[-:]|\.\d+Z$/g, "")}Z`;

interface RuleText {
  readonly rule: RRuleParts;
  readonly start: number;
}

/** The rule in UTC: what the library computes there is wall clock, which the schedule's zone is then applied to. */
const ruleText = ({ rule, start }: RuleText, end: string): string => {
  const others = [...rule.others].map(([name, value]) => `${name}=${value}`);
  // The protocol takes a week number without a day as the whole week, the library as the weekday of the start.
  const wholeWeek = rule.others.has("BYWEEKNO") && !["BYDAY", "BYMONTHDAY", "BYYEARDAY"].some((name) => rule.others.has(name));
  const parts = [`FREQ=${rule.frequency}`, `INTERVAL=${rule.interval}`, ...others, wholeWeek ? "BYDAY=MO,TU,WE,TH,FR,SA,SU" : ""];
  return `DTSTART:${basicText(start)}\nRRULE:${[...parts, end].filter((part) => part !== "").join(";")}`;
};

/** The wall clock of the last counted date. Knowing it, the rule can start anywhere instead of counting from its start. */
const lastCounted = (library: Library, text: RuleText, count: number): number => {
  const { rule, start } = text;
  const period = periodSeconds[rule.frequency];
  const isPlain = [...rule.others.keys()].every((name) => name === "WKST");
  if (period !== undefined && isPlain) return start + (count - 1) * rule.interval * period * 1_000_000;
  const counted = new library({ rruleString: ruleText(text, `COUNT=${count}`), maxIterations: mostCounted });
  const last = endsQuietly(() => counted.all().at(-1));
  return last === undefined ? Number.POSITIVE_INFINITY : last.epochMilliseconds * 1000;
};

/** The library reports a rule without further dates as an exhausted search, or as having left the calendar. */
const endsQuietly = <T>(search: () => T): T | undefined => {
  try {
    return search();
  } catch (error) {
    if (error instanceof Error && /^Maximum |limits/.test(error.message)) return undefined;
    throw error;
  }
};

/** The first wall clock of a rule after another one, or at it; none once the rule has ended. */
type Seek = (from: number, atIt: boolean) => number | undefined;

const never: Seek = () => undefined;

const seekIn = (library: Library, { rule, start }: RuleText): Seek => {
  const end = rule.until !== undefined && rule.until.wall < endOfTime ? `UNTIL=${basicText(rule.until.wall)}` : "";
  const endless = new library({ rruleString: ruleText({ rule, start }, end), maxIterations: fruitlessSteps });
  const seek: Seek = (from, atIt) => {
    const found = endsQuietly(() => endless.next(new Date(Math.ceil(from / 1000)), atIt));
    return found === undefined || found === null ? undefined : found.epochMilliseconds * 1000;
  };
  if (rule.count === undefined) return seek;
  // Looked for first: a rule without any date would be counted for seconds.
  if (rule.count === 0 || seek(start, true) === undefined) return never;
  const last = lastCounted(library, { rule, start }, rule.count);
  return (from, atIt) => {
    const found = seek(from, atIt);
    return found !== undefined && found <= last ? found : undefined;
  };
};

function* walls(seek: Seek, from: number): Generator<number> {
  for (let wall = seek(from, true); wall !== undefined; wall = seek(wall, false)) yield wall;
}

function* merge(streams: readonly Iterator<number>[]): Generator<number> {
  const heads = streams.map((stream) => ({ stream, head: stream.next() }));
  let last = Number.NEGATIVE_INFINITY;
  for (;;) {
    const alive = heads.filter(({ head }) => head.done !== true);
    if (alive.length === 0) return;
    const first = Math.min(...alive.map(({ head }) => head.value));
    for (const entry of alive) if (entry.head.value === first) entry.head = entry.stream.next();
    if (first > last) yield first;
    last = first;
  }
}

const ascending = (walls: readonly number[], from: number): Iterator<number> =>
  walls
    .filter((wall) => wall >= from)
    .toSorted((one, other) => one - other)
    .values();

/** Tells of ascending wall clocks which are in a rule. What lies between two of them is passed over at once, however much it is. */
const membership = (seek: Seek): ((wall: number) => boolean) => {
  let next: number | undefined = Number.NEGATIVE_INFINITY;
  return (wall) => {
    if (next !== undefined && next < wall) next = seek(wall, true);
    return next === wall;
  };
};

/** The wall clocks of a set at or after `from`, ascending, without what it excludes. A set that excludes all it has comes to an end. */
export function* rruleWalls(library: Library, set: RRuleSet, from: number): Generator<number> {
  const seeks = (rules: readonly RRuleParts[]): Seek[] => rules.map((rule) => seekIn(library, { rule, start: set.start }));
  const exclusions = seeks(set.exclusions).map(membership);
  const excludedDates = new Set(set.excludedDates);
  let inVain = 0;
  for (const wall of merge([...seeks(set.rules).map((seek) => walls(seek, from)), ascending(set.dates, from)])) {
    if (!excludedDates.has(wall) && !exclusions.some((isIn) => isIn(wall))) {
      yield wall;
      inVain = 0;
    } else if (++inVain === fruitlessSteps) return;
  }
}

/** Whether a rule runs at least hourly around the clock, so that an hour that happens twice counts twice. */
export const runsEveryHour = ({ rules }: RRuleSet): boolean =>
  rules.some(({ frequency, interval, others }) => {
    const period = frequency === "HOURLY" || frequency === "MINUTELY" || frequency === "SECONDLY" ? (periodSeconds[frequency] ?? 0) : 0;
    return period > 0 && period * interval <= 3600 && !others.has("BYHOUR");
  });
