import { fromMicros } from "@millrace/contract";
import { type RawBuilder, sql } from "kysely";
import type { Dialect, RowsByBucket } from "./dialect.ts";

const columnsOf = ({ table, by }: Pick<RowsByBucket, "table" | "by">) => sql.join(by.map((name) => sql.ref(`${table}.${name}`)));

/** All rows in one pass, the bucket of each reckoned from its time. */
export const sumAlong = (micros: Dialect["micros"], rows: RowsByBucket, sums: RawBuilder<unknown>): RawBuilder<unknown> => {
  const { table, time, origin, width, period, where } = rows;
  const columns = columnsOf(rows);
  const bucket = sql`(${micros(sql.ref(`${table}.${time}`))} - cast(${origin} as bigint)) / cast(${width} as bigint)`;
  return sql`select ${bucket} as bucket, ${columns}, ${sums} from ${sql.table(table)}
    where ${period} ${where === undefined ? sql`` : sql`and ${where}`} group by 1, ${columns}`;
};

/** The rows of each bucket by themselves, in PostgreSQL's words: an index finds them, and nothing is reckoned for each of them. */
export const sumInEach = (rows: RowsByBucket, sums: RawBuilder<unknown>): RawBuilder<unknown> => {
  const { table, time, origin, width, count, period } = rows;
  const columns = columnsOf(rows);
  const edge = (bucket: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`${fromMicros(origin)}::timestamptz + ${bucket} * cast(${width} as double precision) * interval '1 microsecond'`;
  const column = sql.ref(`${table}.${time}`);
  return sql`select bucket, summed.* from generate_series(0, cast(${count - 1} as integer)) as bucket, lateral (
    select ${columns}, ${sums} from ${sql.table(table)}
    where ${period} and ${column} >= ${edge(sql`bucket`)} and ${column} < ${edge(sql`(bucket + 1)`)} group by ${columns}) as summed`;
};
