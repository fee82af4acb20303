import type { Instant } from "@millrace/contract";
import { type RawBuilder, sql } from "kysely";
import type { Queries } from "../../db/connection.ts";
import type { FlowRunTable } from "../../db/schema.ts";
import { isOthersToStart } from "../work-pools/first-due-run.ts";
import { takesSlot } from "../work-pools/pool-rows.ts";

export interface PoolPoll {
  readonly pool: string;
  /** Only these queues; all of the pool's when undefined. */
  readonly queues: readonly string[] | undefined;
  readonly before: Instant | undefined;
  readonly after: Instant | undefined;
  readonly limit: number;
  /** A queue that was polled before this should hear of the poll. */
  readonly notedSince: Instant;
}

/** A queue that was asked for, with one of its runs or with none. */
export interface PolledRow extends Nulls<FlowRunTable> {
  readonly queue_id: string;
  readonly queue_name: string;
  readonly pool_id: string;
  readonly place: number | null;
  /** 1 where it should be noted that the queue was polled: it has been a while, or something of it is not ready. */
  readonly is_unnoted: number;
}
type Nulls<T> = { readonly [K in keyof T]: T[K] | null };

/**
 * Everything a poll needs in one query: the pool, the queues asked for, and the runs that are due and find a slot of pool and
 * queue, by priority, then time (server.md §5.6). No rows mean that there is no such pool. Of each queue only as many runs are
 * looked at as may be answered, however many wait, and slots are counted once. It reserves nothing: the first to propose PENDING gets the run.
 */
export const listDueRows = async (db: Queries, { pool, queues, before, after, limit, notedSince }: PoolPoll): Promise<PolledRow[]> => {
  const { dialect } = db;
  const time = sql.ref("due.next_scheduled_start_time");
  const first = sql`select due.id as value from flow_run as due
    where due.work_queue_id = queue.id and due.state_type = 'SCHEDULED' and ${isOthersToStart(db, "due")}
      and ${before === undefined ? sql`${time} is not null` : sql`${time} <= ${dialect.time(before)}`}
      ${after === undefined ? sql`` : sql`and ${time} >= ${dialect.time(after)}`}
    order by due.next_scheduled_start_time limit ${limit}`;
  const named = queues === undefined ? sql`` : sql`and work_queue.name in (${sql.join([...queues])})`;
  const slots = (table: string, holders: RawBuilder<unknown>) => sql`case when ${sql.ref(`${table}.concurrency_limit`)} is null then null
    else ${sql.ref(`${table}.concurrency_limit`)} - (select count(*) from ${holders} and ${takesSlot}) end`;
  const ofPool = sql`work_queue as q join flow_run on flow_run.work_queue_id = q.id where q.work_pool_id = work_pool.id`;
  const ofQueue = sql`flow_run where flow_run.work_queue_id = work_queue.id`;
  const { rows } = await sql<PolledRow>`
    with pool as materialized (
      select work_pool.id, work_pool.is_paused, ${slots("work_pool", ofPool)} as free
      from work_pool where work_pool.name = ${pool}
    ), queue as materialized (
      select work_queue.id, work_queue.name, work_queue.priority, pool.id as pool_id, pool.free as pool_free,
        work_queue.is_paused or pool.is_paused as is_closed, ${slots("work_queue", ofQueue)} as free,
        case when work_queue.last_polled >= ${dialect.time(notedSince)} and work_queue.status <> 'NOT_READY' and not exists (
          select 1 from deployment where deployment.work_queue_id = work_queue.id and deployment.status = 'NOT_READY')
          then 0 else 1 end as is_unnoted
      from work_queue join pool on pool.id = work_queue.work_pool_id where 1 = 1 ${named}
    ), waiting as (
      select run.id, queue.id as queue_id, queue.priority, queue.free, queue.pool_free, run.next_scheduled_start_time as due_at,
        row_number() over (partition by queue.id order by run.next_scheduled_start_time, run.id) as place_in_queue
      from queue cross join ${dialect.valuesForEach(first, "first")} join flow_run as run on run.id = first.value
      where not queue.is_closed
    ), placed as (
      select id, queue_id, pool_free, row_number() over (order by priority, due_at, id) as place
      from waiting where free is null or place_in_queue <= free
    ), chosen as (
      select id, queue_id, place from placed where (pool_free is null or place <= pool_free) and place <= ${limit}
    )
    select flow_run.*, queue.id as queue_id, queue.name as queue_name, queue.pool_id, queue.is_unnoted, chosen.place
    from queue left join chosen on chosen.queue_id = queue.id left join flow_run on flow_run.id = chosen.id
    order by chosen.place`.execute(db);
  return rows;
};
