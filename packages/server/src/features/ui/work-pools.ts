import { fromMicros, type PoolOutcomes, type StateType, toMicros, type WorkPoolSummary } from "@millrace/contract";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Context } from "../../context.ts";
import { type Condition, isAnyOf } from "../../db/filters/members.ts";
import { estimateColumns } from "../run-states/estimate-columns.ts";
import { takesSlot } from "../work-pools/pool-rows.ts";
import { bucketOf, type Period } from "./periods.ts";

const mostPools = 200;

interface PoolPart {
  readonly pool_id: string;
}

const byPool = <T extends PoolPart>(rows: readonly T[]): ReadonlyMap<string, T> => new Map(rows.map((row) => [row.pool_id, row]));

/** How work pools fare: all of them, or those a condition on `work_pool` finds. */
export const summarizePools = async (ctx: Context, where: Condition | undefined, period: Period): Promise<WorkPoolSummary[]> => {
  const pools = await ctx.read
    .selectFrom("work_pool")
    .select(["id", "name", "type", "status", "is_paused", "concurrency_limit"])
    .$if(where !== undefined, (query) => query.where(where ?? sql<SqlBool>`1 = 1`))
    .orderBy("name")
    .limit(mostPools)
    .execute();
  if (pools.length === 0) return [];
  const chosen =
    isAnyOf(
      sql.ref("queue.work_pool_id"),
      pools.map(({ id }) => id),
    ) ?? sql<SqlBool>`1 = 1`;
  const [queues, workers, active, late, runs] = await Promise.all([
    listQueues(ctx, chosen),
    listWorkers(ctx),
    listActive(ctx, chosen),
    listLate(ctx, chosen),
    listRuns(ctx, chosen, period),
  ]);
  return pools.map((pool) => {
    const {
      pool_id: _,
      last_polled,
      ...counts
    } = queues.get(pool.id) ?? { queues: 0, queues_paused: 0, deployments: 0, last_polled: null };
    const { bars, now, before } = runs.get(pool.id) ?? noRuns;
    return {
      ...pool,
      ...counts,
      last_polled,
      active_slots: active.get(pool.id)?.count ?? 0,
      workers: workers.get(pool.id)?.workers ?? 0,
      workers_online: workers.get(pool.id)?.workers_online ?? 0,
      late_runs: late.get(pool.id)?.count ?? 0,
      average_lateness: late.get(pool.id)?.lateness ?? null,
      outcomes: now,
      bars,
      completed_share: shareOf(now),
      completed_share_before: shareOf(before),
    };
  });
};

/** How the work pools with these ids fare, by id; those that are not there are left out. */
export const summarizePoolsById = async (
  ctx: Context,
  ids: readonly string[],
  period: Period,
): Promise<Record<string, WorkPoolSummary>> => {
  const pools = await summarizePools(ctx, isAnyOf(sql.ref("work_pool.id"), ids), period);
  return Object.fromEntries(pools.map((pool) => [pool.id, pool]));
};

const listQueues = async (ctx: Context, chosen: Condition) => {
  const deployed = sql`(select count(*) from deployment where deployment.work_queue_id = queue.id)`;
  interface Row extends PoolPart {
    readonly queues: number;
    readonly queues_paused: number;
    readonly deployments: number;
    readonly polled: unknown;
  }
  const { rows } = await sql<Row>`
    select queue.work_pool_id as pool_id, count(*) as queues, sum(case when queue.is_paused then 1 else 0 end) as queues_paused,
      cast(sum(${deployed}) as bigint) as deployments, max(queue.last_polled) as polled
    from work_queue as queue where ${chosen} group by 1`.execute(ctx.read);
  return byPool(rows.map(({ polled, ...row }) => ({ ...row, last_polled: ctx.db.dialect.readTime(polled) })));
};

const listWorkers = async (ctx: Context) => {
  const now = ctx.db.dialect.time(ctx.clock.now());
  const { rows } = await sql<PoolPart & { workers: number; workers_online: number }>`
    select work_pool_id as pool_id, count(*) as workers, sum(case when offline_after >= ${now} then 1 else 0 end) as workers_online
    from worker group by 1`.execute(ctx.read);
  return byPool(rows);
};

/** Sums over the runs of each pool's queues that meet a condition. */
const overRuns = async <T extends PoolPart>(ctx: Context, ...[columns, where]: readonly [RawBuilder<unknown>, Condition]): Promise<T[]> => {
  const { rows } = await sql<T>`select queue.work_pool_id as pool_id, ${columns}
    from flow_run join work_queue as queue on queue.id = flow_run.work_queue_id where ${where} group by 1`.execute(ctx.db.heavyRead);
  return rows;
};

const listActive = async (ctx: Context, chosen: Condition) =>
  byPool(await overRuns<PoolPart & { count: number }>(ctx, sql`count(*) as count`, sql<SqlBool>`${takesSlot} and ${chosen}`));

const listLate = async (ctx: Context, chosen: Condition) => {
  const { lateness } = estimateColumns(ctx.db.dialect, "flow_run", ctx.clock.now());
  const where = sql<SqlBool>`flow_run.state_name = 'Late' and ${chosen}`;
  return byPool(
    await overRuns<PoolPart & { count: number; lateness: number }>(ctx, sql`count(*) as count, avg(${lateness}) as lateness`, where),
  );
};

const endings = ["completed", "failed", "crashed", "cancelled"] as const;

/** Parts that a period is divided into. */
const barCount = 24;
const noBars: readonly Readonly<Record<string, number>>[] = Array.from({ length: barCount }, () => ({}));

const shareOf = ({ completed, failed, crashed, cancelled }: PoolOutcomes): number | null => {
  const total = completed + failed + crashed + cancelled;
  return total === 0 ? null : completed / total;
};

interface Counted extends PoolPart {
  readonly state_type: StateType;
  /** Which part of the period, from 0; -1 for the period before it. */
  readonly bar: number;
  readonly count: number;
}

const outcomesOf = (counts: readonly Counted[]): PoolOutcomes => {
  const sums = { completed: 0, failed: 0, crashed: 0, cancelled: 0 };
  for (const { state_type, count } of counts) {
    const ending = endings.find((each) => each.toUpperCase() === state_type);
    if (ending !== undefined) sums[ending] += count;
  }
  return sums;
};

/** The end of the period belongs to its last part. */
const barsOf = (counts: readonly Counted[]): readonly Readonly<Record<string, number>>[] => {
  const bars: Record<string, number>[] = noBars.map(() => ({}));
  for (const { bar, state_type, count } of counts) {
    const counted = bars[Math.min(bar, barCount - 1)];
    if (counted !== undefined) counted[state_type] = (counted[state_type] ?? 0) + count;
  }
  return bars;
};

const noRuns = { bars: noBars, now: outcomesOf([]), before: outcomesOf([]) };

/** The runs of a period, and how those of the one of equal length before it ended: one pass over both, from an index alone. */
const listRuns = async (ctx: Context, chosen: Condition, { start, end }: Period) => {
  const { dialect } = ctx.db;
  const [first, last] = [toMicros(start), toMicros(end)];
  const from = fromMicros(Math.max(0, 2 * first - last));
  const expected = sql`flow_run.expected_start_time`;
  const bar = bucketOf(dialect, { origin: first, seconds: (last - first) / 1_000_000 / barCount }, expected);
  // Grouped by queue first: what is done once a run is then little.
  const { rows } = await sql<Counted>`
    with found as (
      select flow_run.work_queue_id, flow_run.state_type, case when ${expected} < ${dialect.time(start)} then -1 else ${bar} end as bar,
        count(*) as count
      from flow_run where ${expected} >= ${dialect.time(from)} and ${expected} <= ${dialect.time(end)} and flow_run.state_type is not null
        and flow_run.work_queue_id in (select queue.id from work_queue as queue where ${chosen}) group by 1, 2, 3)
    select queue.work_pool_id as pool_id, found.state_type, found.bar, cast(sum(found.count) as bigint) as count
    from found join work_queue as queue on queue.id = found.work_queue_id group by 1, 2, 3`.execute(ctx.db.heavyRead);
  const pools = Map.groupBy(rows, ({ pool_id }) => pool_id);
  return new Map(
    [...pools].map(([id, counts]) => {
      const now = counts.filter((one) => one.bar >= 0);
      return [id, { bars: barsOf(now), now: outcomesOf(now), before: outcomesOf(counts.filter((one) => one.bar < 0)) }];
    }),
  );
};
