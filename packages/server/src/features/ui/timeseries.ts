import type { FlowRunTimeseries } from "@millrace/contract";
import { type RawBuilder, sql } from "kysely";
import type { Context } from "../../context.ts";
import { type Filters, flowRunsWhere } from "../../db/filters/related.ts";
import { countFlowRuns } from "./overview.ts";
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
  const bucket = bucketOf(ctx.db.dialect, buckets, sql.ref("flow_run.expected_start_time"));
  const [counts, [all], durations] = await Promise.all([
    countFlowRuns(ctx, buckets, filters),
    listDurations(ctx, { buckets, filters, bucket: sql`0` }),
    listDurations(ctx, { buckets, filters, bucket }),
  ]);
  const byBucket = new Map(durations.map(({ bucket: index, ...found }) => [Number(index), found]));
  const { bucket: _, ...overall } = all ?? { bucket: 0, ...none };
  return {
    ...period,
    bucket_seconds: buckets.seconds,
    ...sumStates(counts),
    ...overall,
    buckets: toBuckets(buckets, counts).map((one, index) => ({ ...one, ...(byBucket.get(index) ?? none) })),
  };
};

interface Wanted {
  readonly buckets: Buckets;
  readonly filters: Filters;
  readonly bucket: RawBuilder<unknown>;
}

const listDurations = async (ctx: Context, { buckets, filters, bucket }: Wanted): Promise<readonly (Durations & { bucket: number })[]> => {
  const { dialect, heavyRead } = ctx.db;
  const where = flowRunsWhere(dialect, filters);
  const [value, n] = [sql`duration`, sql`n`];
  const { rows } = await sql<Durations & { bucket: number }>`
    select bucket, ${atPercent(value, 50, n)} as duration_p50, ${atPercent(value, 95, n)} as duration_p95
    from (select bucket, duration, row_number() over (partition by bucket order by duration) as place, count(*) over (partition by bucket) as n
      from (select ${bucket} as bucket, flow_run.total_run_time as duration from flow_run
        where ${inPeriod(dialect, "flow_run", { ...buckets, where })} and ${hasEnded}) as ended) as ranked
    group by bucket`.execute(heavyRead);
  return rows;
};
