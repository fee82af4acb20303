import type { SlotHolder, WorkPoolConcurrency, WorkQueueConcurrency } from "@millrace/contract";
import { secondsBetween } from "@millrace/contract";
import { sql } from "kysely";
import type { Context } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import { notFound } from "../../errors.ts";
import { takesAgentSlot, takesSlot } from "./pool-rows.ts";
import { findPool } from "./queries.ts";
import { findQueue } from "./queue-queries.ts";

interface Page {
  readonly page: number;
  readonly limit: number;
}

const pagesOf = (count: number, { page, limit }: Page) => ({ count, limit, pages: limit === 0 ? 0 : Math.ceil(count / limit), page });

const shown = ["id", "name", "state_type", "state_name", "start_time", "state_timestamp"] as const;

const holderOf =
  (now: string) =>
  ({ id, name, state_type, state_name, start_time, state_timestamp }: Omit<SlotHolder, "time_in_current_state">): SlotHolder => ({
    id,
    name,
    state_type,
    state_name,
    start_time,
    state_timestamp,
    time_in_current_state: state_timestamp === null ? null : secondsBetween(state_timestamp, now),
  });

/** Which runs take the slots of a pool, for a page of its queues. Throws `not-found`. */
export const getPoolConcurrency = async (
  ctx: Context,
  name: string,
  { flow_run_limit, ...page }: Page & { flow_run_limit: number },
): Promise<WorkPoolConcurrency> => {
  const pool = await findPool(ctx.read, name);
  if (pool === undefined) throw notFound(`Work pool '${name}' not found.`);
  const queues = await ctx.read.selectFrom("work_queue").selectAll().where("work_pool_id", "=", pool.id).orderBy("priority").execute();
  const counts = await countHolders(ctx.read, pool.id);
  const now = ctx.clock.now();
  const offset = (page.page - 1) * page.limit;
  const details = queues.slice(offset, offset + page.limit).map(async (queue) => {
    const active_slots = counts.get(queue.id) ?? 0;
    const holders =
      active_slots === 0
        ? []
        : await ctx.read
            .selectFrom("flow_run")
            .select(shown)
            .where("work_queue_id", "=", queue.id)
            .where(takesSlot)
            .orderBy("id")
            .limit(flow_run_limit)
            .execute();
    return {
      queue_id: queue.id,
      queue_name: queue.name,
      active_slots,
      concurrency_limit: queue.concurrency_limit,
      flow_runs: holders.map(holderOf(now)),
      flow_run_count: active_slots,
    };
  });
  const active_slots = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const { concurrency_limit } = pool;
  return { active_slots, concurrency_limit, queues: await Promise.all(details), ...pagesOf(queues.length, page) };
};

const countHolders = async (db: Queries, poolId: string): Promise<Map<string, number>> => {
  const rows = await db
    .selectFrom("flow_run")
    .innerJoin("work_queue", "work_queue.id", "flow_run.work_queue_id")
    .select(["work_queue.id", sql<number>`count(*)`.as("count")])
    .where("work_queue.work_pool_id", "=", poolId)
    .where(takesSlot)
    .groupBy("work_queue.id")
    .execute();
  return new Map(rows.map(({ id, count }) => [id, count]));
};

/** The same for one queue, as agents of old count. Throws `not-found`. */
export const getQueueConcurrency = async (ctx: Context, id: string, page: Page): Promise<WorkQueueConcurrency> => {
  const queue = await findQueue(ctx.read, { id });
  if (queue === undefined) throw notFound("Work queue not found.");
  const holders = ctx.read.selectFrom("flow_run").where("work_queue_id", "=", id).where(takesAgentSlot);
  const { count } = await holders.select(sql<number>`count(*)`.as("count")).executeTakeFirstOrThrow();
  const rows = await holders
    .select(shown)
    .orderBy("id")
    .limit(page.limit)
    .offset((page.page - 1) * page.limit)
    .execute();
  const { concurrency_limit } = queue;
  return { active_slots: count, concurrency_limit, flow_runs: rows.map(holderOf(ctx.clock.now())), ...pagesOf(count, page) };
};
