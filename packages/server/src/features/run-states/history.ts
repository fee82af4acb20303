import { fromMicros, type Instant, type RunHistory, toMicros } from "@millrace/contract";
import { type SqlBool, sql } from "kysely";
import type { Context } from "../../context.ts";
import type { Condition } from "../../db/filters/members.ts";
import { invalid } from "../../errors.ts";
import { estimateColumns } from "./estimate-columns.ts";
import { sumByBucket } from "./sum-by-bucket.ts";

export interface HistoryRange {
  readonly history_start: Instant;
  readonly history_end: Instant;
  readonly history_interval_seconds: number;
}

interface Wanted {
  readonly table: "flow_run" | "task_run";
  readonly range: HistoryRange;
  readonly where: Condition | undefined;
}

/** How many buckets a history has at most; what lies beyond is left out (server.md §5.2). */
const mostBuckets = 500;
/** Where times stop being four-digit years, in microseconds since 1970. */
const endOfTime = 253_402_300_800_000_000;

interface Sums {
  readonly count_runs: number;
  readonly sum_estimated_run_time: number;
  readonly sum_estimated_lateness: number;
}

/** Counts the runs of a table by the interval they were expected to start in and by their state: one grouped query. */
export const countByInterval = async (ctx: Context, { table, range, where }: Wanted): Promise<RunHistory[]> => {
  const { history_start, history_end, history_interval_seconds } = range;
  if (history_interval_seconds < 1) throw invalid("History interval must not be less than 1 second.");
  const start = toMicros(history_start);
  const width = Math.round(history_interval_seconds * 1_000_000);
  const count = Math.max(0, Math.min(Math.ceil((toMicros(history_end) - start) / width), mostBuckets));
  if (count === 0) return [];
  if (start + count * width >= endOfTime) throw invalid("The history must end before the year 10000.");

  const { dialect, heavyRead } = ctx.db;
  const { runTime, lateness } = estimateColumns(dialect, table, ctx.clock.now());
  const expected = sql.ref(`${table}.expected_start_time`);
  const period = sql<SqlBool>`${expected} >= ${dialect.time(fromMicros(start))}
    and ${expected} < ${dialect.time(fromMicros(start + count * width))} and ${sql.ref(`${table}.state_type`)} is not null`;
  const rows = await sumByBucket(
    heavyRead,
    { table, origin: start, width, count, period, where },
    sql<Sums>`count(*) as count_runs, sum(${runTime}) as sum_estimated_run_time, sum(${lateness}) as sum_estimated_lateness`,
  );
  const states = Map.groupBy(rows, (row) => Number(row.bucket));
  return Array.from({ length: count }, (_, index) => ({
    interval_start: fromMicros(start + index * width),
    interval_end: fromMicros(start + (index + 1) * width),
    states: (states.get(index) ?? []).map(({ bucket: _bucket, ...state }) => state),
  }));
};
