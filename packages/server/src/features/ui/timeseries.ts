import type { FlowRunTimeseries, StateType } from "@millrace/contract";
import { sql } from "kysely";
import type { Context } from "../../context.ts";
import { type Filters, flowRunsWhere } from "../../db/filters/related.ts";
import { type Buckets, bucketOf, bucketsOf, inPeriod, type Period, sumStates, toBuckets } from "./periods.ts";
import { atPercent, hasEnded } from "./quantiles.ts";

interface Durations {
  readonly duration_p50: number | null;
  readonly duration_p95: number | null;
}

const none: Durations = { duration_p50: null, duration_p95: null };

/** Flow runs by when they were expected to start: how many of each state, and how long those took that ended. */
export const getTimeseries = async (ctx: Context, period: Period, filters: Filters): Promise<FlowRunTimeseries> => {
  const buckets = bucketsOf(period);
  const rows = await listSums(ctx, buckets, filters);
  const counts = rows.flatMap(({ bucket, state_type, state_name, count }) =>
    bucket === null || state_type === null ? [] : [{ bucket: Number(bucket), state_type, state_name, count }],
  );
  const durations = new Map(
    rows
      .filter(({ state_type }) => state_type === null)
      .map(({ bucket, duration_p50, duration_p95 }) => [bucket === null ? null : Number(bucket), { duration_p50, duration_p95 }]),
  );
  return {
    ...period,
    bucket_seconds: buckets.seconds,
    ...sumStates(counts),
    ...(durations.get(null) ?? none),
    buckets: toBuckets(buckets, counts).map((one, index) => ({ ...one, ...(durations.get(index) ?? none) })),
  };
};

/** A count of a state in a bucket, or the durations of a bucket, or, without a bucket, of all. */
interface Sums extends Durations {
  readonly bucket: number | null;
  readonly state_type: StateType | null;
  readonly state_name: string | null;
  readonly count: number;
}

/** One pass over the runs of the period: they are many, and what is made of them is little. */
const listSums = async (ctx: Context, buckets: Buckets, filters: Filters): Promise<readonly Sums[]> => {
  const { dialect, heavyRead } = ctx.db;
  const where = flowRunsWhere(dialect, filters);
  const [value, n] = [sql`duration`, sql`n`];
  const durations = sql`${atPercent(value, 50, n)} as duration_p50, ${atPercent(value, 95, n)} as duration_p95`;
  const absent = sql`cast(null as double precision)`;
  const { rows } = await sql<Sums>`
    with found as materialized (
      select ${bucketOf(dialect, buckets, sql.ref("flow_run.expected_start_time"))} as bucket, flow_run.state_type, flow_run.state_name,
        flow_run.start_time, flow_run.total_run_time as duration
      from flow_run where ${inPeriod(dialect, "flow_run", { ...buckets, where })}),
    ranked as (
      select bucket, duration, row_number() over (partition by bucket order by duration) as place, count(*) over (partition by bucket) as n,
        row_number() over (order by duration) as place_of_all, count(*) over () as of_all
      from found where ${hasEnded})
    select bucket, state_type, state_name, count(*) as count, ${absent} as duration_p50, ${absent} as duration_p95
      from found group by 1, 2, 3
    union all select bucket, null, null, 0, ${durations} from ranked group by bucket
    union all select null, null, null, 0, ${durations} from (select duration, place_of_all as place, of_all as n from ranked) as all_of_them
    order by 1, 2, 3`.execute(heavyRead);
  return rows;
};
