import type { Overview } from "@millrace/contract";
import { type SqlBool, sql } from "kysely";
import type { Context } from "../../context.ts";
import { allOf } from "../../db/filters/members.ts";
import { workPoolCondition } from "../../db/filters/nouns.ts";
import { type Filters, flowRunsWhere } from "../../db/filters/related.ts";
import { countedTaskRunsWhere } from "../task-runs/counted.ts";
import { listBriefRuns } from "./brief-runs.ts";
import { listFailures } from "./failures.ts";
import { listLateRuns, listStuckRuns } from "./needing-attention.ts";
import { type BucketCount, type Buckets, bucketsOf, countByBucket, inPeriod, type Period, sumStates, toBuckets } from "./periods.ts";
import { summarizePools } from "./work-pools.ts";

const mostNext = 10;

/** The overview page in one call. Every part covers all that it speaks of, or says what it covers. */
export const getOverview = async (ctx: Context, period: Period, filters: Filters): Promise<Overview> => {
  const buckets = bucketsOf(period);
  const [counts, taskCounts, failures, late, stuck, work_pools, next_runs] = await Promise.all([
    countFlowRuns(ctx, buckets, filters),
    countTaskRuns(ctx, buckets, filters),
    listFailures(ctx, filters, period),
    listLateRuns(ctx, filters),
    listStuckRuns(ctx, filters),
    summarizePools(ctx, workPoolCondition(filters.work_pools), period),
    listNextRuns(ctx, filters),
  ]);
  return {
    ...period,
    bucket_seconds: buckets.seconds,
    flow_runs: { ...sumStates(counts), buckets: toBuckets(buckets, counts) },
    task_runs: { ...sumStates(taskCounts), buckets: toBuckets(buckets, taskCounts) },
    failures,
    late,
    stuck,
    work_pools,
    next_runs,
  };
};

/** Flow runs by when they were expected to start and by their state: from an index alone, unless there are filters. */
export const countFlowRuns = (ctx: Context, buckets: Buckets, filters: Filters): Promise<BucketCount[]> =>
  countByBucket(ctx.db.heavyRead, "flow_run", { ...buckets, where: flowRunsWhere(ctx.db.dialect, filters) });

const countTaskRuns = async (
  { db: { dialect, heavyRead } }: Context,
  buckets: Buckets,
  { flows, flow_runs, task_runs, deployments }: Filters,
): Promise<BucketCount[]> => {
  const period = inPeriod(dialect, "task_run", { ...buckets, where: undefined });
  const where = await countedTaskRunsWhere(heavyRead, { flows, flow_runs, task_runs, deployments }, period);
  return countByBucket(heavyRead, "task_run", { ...buckets, where });
};

/** The runs that start next. */
const listNextRuns = async (ctx: Context, filters: Filters): Promise<Overview["next_runs"]> => {
  const { dialect, heavyRead } = ctx.db;
  const waits = sql<SqlBool>`flow_run.state_type = 'SCHEDULED' and flow_run.next_scheduled_start_time > ${dialect.time(ctx.clock.now())}`;
  const where = allOf([waits, flowRunsWhere(dialect, filters)]) ?? waits;
  return listBriefRuns(heavyRead, { where, by: "next_scheduled_start_time", limit: mostNext });
};
