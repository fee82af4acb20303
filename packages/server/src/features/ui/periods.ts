import {
  addSeconds,
  compareInstants,
  fromMicros,
  type Instant,
  type RunBucket,
  type StateCount,
  type StateType,
  toMicros,
} from "@millrace/contract";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Context } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import type { Dialect } from "../../db/dialect.ts";
import type { Condition } from "../../db/filters/members.ts";
import { invalid } from "../../errors.ts";
import { sumByBucket } from "../run-states/sum-by-bucket.ts";

export interface Period {
  readonly start: Instant;
  readonly end: Instant;
}

interface AskedPeriod {
  readonly start: Instant | null;
  readonly end: Instant | null;
}

const day = 86_400;

/** The years in which microseconds are exact numbers, with room for the period before one and for the end of its last bucket. */
const [earliest, latest] = [toMicros("1970-01-02T00:00:00Z"), toMicros("2250-01-01T00:00:00Z")];

/** Refuses moments that nothing can be reckoned with. Throws `invalid`. */
export const checkMoment = (moment: Instant): void => {
  const micros = toMicros(moment);
  if (micros < earliest || micros > latest) throw invalid("Periods lie between the years 1970 and 2250.");
};

/** The period that is asked for; the last 24 hours when none is. Throws `invalid` for one that ends before it starts, or that is not of our time. */
export const readPeriod = ({ clock }: Pick<Context, "clock">, asked: AskedPeriod): Period => {
  const end = asked.end ?? clock.now();
  checkMoment(end);
  const start = asked.start ?? addSeconds(end, -day);
  checkMoment(start);
  if (compareInstants(start, end) >= 0) throw invalid("The period must end after it starts.");
  return { start, end };
};

/** Widths in seconds that people can read from an axis. */
const widths = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, day, 2 * day, 7 * day];
const mostBuckets = 120;

export interface Buckets extends Period {
  readonly seconds: number;
  /** Where the first one starts, in microseconds since 1970: a multiple of their width. */
  readonly origin: number;
  readonly count: number;
}

/** Buckets that begin at multiples of a round width, as few as needed: about 120 at most. */
export const bucketsOf = ({ start, end }: Period): Buckets => {
  const [first, last] = [toMicros(start), toMicros(end)];
  const length = (last - first) / 1_000_000;
  const seconds = widths.find((width) => length / width <= mostBuckets) ?? Math.ceil(length / mostBuckets / day) * day;
  const width = seconds * 1_000_000;
  const origin = Math.floor(first / width) * width;
  return { start, end, seconds, origin, count: Math.floor((last - origin) / width) + 1 };
};

/** Which bucket a time lies in, from 0. */
export const bucketOf = (
  dialect: Dialect,
  { origin, seconds }: Pick<Buckets, "origin" | "seconds">,
  time: RawBuilder<unknown>,
): RawBuilder<number> => sql`(${dialect.micros(time)} - cast(${origin} as bigint)) / cast(${Math.ceil(seconds * 1_000_000)} as bigint)`;

/** The runs of a table that a period holds and a condition finds. One without a state has not begun to be. */
export const inPeriod = (
  dialect: Dialect,
  table: "flow_run" | "task_run",
  { start, end, where }: Period & { where: Condition | undefined },
) => {
  const expected = sql.ref(`${table}.expected_start_time`);
  return sql<SqlBool>`${expected} >= ${dialect.time(start)} and ${expected} <= ${dialect.time(end)}
    and ${sql.ref(`${table}.state_type`)} is not null ${where === undefined ? sql`` : sql`and ${where}`}`;
};

export interface BucketCount extends StateCount {
  readonly bucket: number;
}

/** The runs of a table by the bucket they were expected to start in and by their state. */
export const countByBucket = (
  db: Queries,
  table: "flow_run" | "task_run",
  { where, ...buckets }: Buckets & { where: Condition | undefined },
): Promise<BucketCount[]> => {
  const period = inPeriod(db.dialect, table, { ...buckets, where: undefined });
  const { origin, seconds, count } = buckets;
  return sumByBucket(db, { table, origin, width: seconds * 1_000_000, count, period, where }, sql<{ count: number }>`count(*) as count`);
};

/** Every bucket, also those without runs. */
export const toBuckets = ({ origin, seconds, count }: Buckets, counts: readonly BucketCount[]): RunBucket[] => {
  const found = Map.groupBy(counts, (one) => Number(one.bucket));
  return Array.from({ length: count }, (_, index) => {
    const start = fromMicros(origin + index * seconds * 1_000_000);
    const states = (found.get(index) ?? []).map(({ bucket: _bucket, ...state }) => state);
    return { start, end: addSeconds(start, seconds), states };
  });
};

/** The counts without regard to the time, the most numerous first. */
export const sumStates = (counts: readonly StateCount[]): { total: number; states: StateCount[] } => {
  const sums = new Map<string, { state_type: StateType; state_name: string | null; count: number }>();
  for (const { state_type, state_name, count } of counts) {
    const key = `${state_type} ${state_name}`;
    const known = sums.get(key);
    if (known === undefined) sums.set(key, { state_type, state_name, count });
    else known.count += count;
  }
  const states = [...sums.values()].sort((one, other) => other.count - one.count);
  return { total: states.reduce((sum, { count }) => sum + count, 0), states };
};
