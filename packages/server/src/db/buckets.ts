import { fromMicros } from "@millrace/contract";
import { type RawBuilder, sql } from "kysely";
import type { Dialect, RunsByBucket } from "./dialect.ts";

const timeOf = ({ table }: RunsByBucket) => sql.ref(`${table}.expected_start_time`);
const statesOf = ({ table }: RunsByBucket) => sql`${sql.ref(`${table}.state_type`)}, ${sql.ref(`${table}.state_name`)}`;

/** All runs in one pass, the bucket of each reckoned from its time. */
export const sumAlong = (micros: Dialect["micros"], runs: RunsByBucket, sums: RawBuilder<unknown>): RawBuilder<unknown> => {
  const { table, origin, width, period, where } = runs;
  const bucket = sql`(${micros(timeOf(runs))} - cast(${origin} as bigint)) / cast(${width} as bigint)`;
  return sql`select ${bucket} as bucket, ${statesOf(runs)}, ${sums} from ${sql.table(table)}
    where ${period} ${where === undefined ? sql`` : sql`and ${where}`} group by 1, ${statesOf(runs)}`;
};

/** The runs of each bucket by themselves, in PostgreSQL's words: an index finds them, and nothing is reckoned for each of them. */
export const sumInEach = (runs: RunsByBucket, sums: RawBuilder<unknown>): RawBuilder<unknown> => {
  const { table, origin, width, count, period } = runs;
  const edge = (bucket: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`${fromMicros(origin)}::timestamptz + ${bucket} * cast(${width} as double precision) * interval '1 microsecond'`;
  return sql`select bucket, summed.* from generate_series(0, cast(${count - 1} as integer)) as bucket, lateral (
    select ${statesOf(runs)}, ${sums} from ${sql.table(table)}
    where ${period} and ${timeOf(runs)} >= ${edge(sql`bucket`)} and ${timeOf(runs)} < ${edge(sql`(bucket + 1)`)}
    group by ${statesOf(runs)}) as summed`;
};
