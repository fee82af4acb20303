import type { WorkQueueFilter, WorkQueueHealth } from "@millrace/contract";
import { secondsBetween } from "@millrace/contract";
import { sql } from "kysely";
import type { Context } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import { workQueueCondition } from "../../db/filters/nouns.ts";
import { notFound } from "../../errors.ts";
import { agentPool, getPool } from "./queries.ts";
import { selectQueues, type WorkQueueRow } from "./queue-rows.ts";

/** How a queue is named by a request: by pool and name, or by its id. */
export type QueueName = { readonly pool: string; readonly name: string } | { readonly id: string };

export const queueNotFound = (pool: string, name: string) => notFound(`Work pool queue '${pool}/${name}' not found.`);
const unknownQueue = () => notFound("work queue not found");

export const findQueue = (db: Queries, named: QueueName): Promise<WorkQueueRow | undefined> => {
  if ("id" in named) return selectQueues(db, "agent").where("work_queue.id", "=", named.id).executeTakeFirst();
  const queues = selectQueues(db, "worker");
  return queues.where("work_pool.name", "=", named.pool).where("work_queue.name", "=", named.name).executeTakeFirst();
};

export const getQueue = async (db: Queries, named: QueueName): Promise<WorkQueueRow> => {
  const queue = await findQueue(db, named);
  if (queue === undefined) throw "id" in named ? unknownQueue() : queueNotFound(named.pool, named.name);
  return queue;
};

/** A queue of the pool that agents share; before there is one, of any. */
export const getAgentQueue = async (db: Queries, name: string): Promise<WorkQueueRow> => {
  const pool = await db.selectFrom("work_pool").select("id").where("name", "=", agentPool).executeTakeFirst();
  const named = selectQueues(db, "agent").where("work_queue.name", "=", name);
  const queue = await (pool === undefined ? named : named.where("work_pool.id", "=", pool.id)).executeTakeFirst();
  if (queue === undefined) throw unknownQueue();
  return queue;
};

interface Listed {
  readonly filter: WorkQueueFilter | null | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** The queues of a pool by priority, or without one all there are by name. Throws `not-found` for an unknown pool. */
export const listQueues = async (db: Queries, pool: string | undefined, { filter, limit, offset }: Listed): Promise<WorkQueueRow[]> => {
  const where = workQueueCondition(db.dialect, filter);
  const all = selectQueues(db, pool === undefined ? "agent" : "worker")
    .limit(limit)
    .offset(offset);
  const matching = where === undefined ? all : all.where(where);
  if (pool === undefined) return matching.orderBy("work_queue.name").orderBy("work_queue.id").execute();
  const { id } = await getPool(db, pool);
  return matching.where("work_queue.work_pool_id", "=", id).orderBy("work_queue.priority").orderBy("work_queue.id").execute();
};

/** What makes a queue healthy: no late runs, and someone who polls it. */
const policy = { maximum_late_runs: 0, maximum_seconds_since_last_polled: 60 } as const;

export const getQueueHealth = async (ctx: Context, id: string): Promise<WorkQueueHealth> => {
  const queue = await findQueue(ctx.read, { id });
  if (queue === undefined) throw notFound(`Work queue with id ${id} not found`, { asException: true });
  const late = await ctx.read
    .selectFrom("flow_run")
    .select(sql<number>`count(*)`.as("count"))
    .where("work_queue_id", "=", id)
    .where("next_scheduled_start_time", "is not", null)
    .where("state_name", "=", "Late")
    .executeTakeFirstOrThrow();
  const { last_polled } = queue;
  const isPolled = last_polled !== null && secondsBetween(last_polled, ctx.clock.now()) <= policy.maximum_seconds_since_last_polled;
  return {
    healthy: late.count <= policy.maximum_late_runs && isPolled,
    late_runs_count: late.count,
    last_polled,
    health_check_policy: policy,
  };
};
