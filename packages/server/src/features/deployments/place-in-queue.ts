import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import { findOrCreateAgentPool } from "../work-pools/pool-operations.ts";
import { agentPool, getPool } from "../work-pools/queries.ts";
import { findOrCreateQueue } from "../work-pools/queue-operations.ts";
import { getQueue } from "../work-pools/queue-queries.ts";

/** What a pool's queue is called when nobody named one. */
const defaultQueue = "default";

/** What a caller says about where runs should wait; `undefined` where it says nothing. */
export interface Place {
  readonly work_pool_name?: string | null | undefined;
  readonly work_queue_name?: string | null | undefined;
}

/** A queue as rows refer to it. */
export interface QueueColumns {
  readonly work_queue_id: string;
  readonly work_queue_name: string;
}

/**
 * The queue that names stand for: a missing queue is made, a missing pool is not, except the one that agents share
 * (server.md §5.5). Undefined when nothing was named. Throws `not-found`.
 */
export const placeInQueue = async (ctx: Context, tx: Tx, { work_pool_name, work_queue_name }: Place): Promise<QueueColumns | undefined> => {
  if (!work_pool_name && !work_queue_name) return undefined;
  const isShared = !work_pool_name || work_pool_name === agentPool;
  const pool = isShared ? await findOrCreateAgentPool(ctx, tx) : await getPool(tx, work_pool_name);
  if (!work_queue_name && pool.default_queue_id !== null) {
    const { id, name } = await getQueue(tx, { id: pool.default_queue_id });
    return { work_queue_id: id, work_queue_name: name };
  }
  // As the protocol has it: a queue that is named alone is served before those that were there.
  const input = { name: work_queue_name || defaultQueue, ...(work_pool_name ? {} : { priority: 1 }) };
  return { work_queue_id: await findOrCreateQueue(ctx, tx, { pool, input }), work_queue_name: input.name };
};
