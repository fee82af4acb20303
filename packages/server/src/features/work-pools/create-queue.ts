import type { CreateWorkQueue } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { findOrCreateAgentPool, lockPool } from "./pool-operations.ts";
import { agentPool, findPool } from "./queries.ts";
import { createQueueIn } from "./queue-operations.ts";
import { getQueue } from "./queue-queries.ts";
import type { WorkQueueRow } from "./queue-rows.ts";

/** Creates a queue of a pool. Throws `not-found` for the pool, `conflict` for the name, in the protocol's own odd words. */
export const createPoolQueue = (ctx: Context, pool: string, input: CreateWorkQueue): Promise<WorkQueueRow> =>
  ctx.transact(async (tx) => {
    const taken = "A work queue with this name already exists in work pool {work_pool_name!r}.";
    return createQueueIn(ctx, tx, { pool: await lockPool(tx, pool), input, taken });
  });

/** Creates a queue of the pool that agents share, and that pool with the first of them. Its default queue is new to who asks for it first. */
export const createAgentQueue = (ctx: Context, input: CreateWorkQueue): Promise<WorkQueueRow> =>
  ctx.transact(async (tx) => {
    const isFirst = (await findPool(tx, agentPool)) === undefined;
    const { name, default_queue_id } = await findOrCreateAgentPool(ctx, tx);
    if (isFirst && input.name === "default" && default_queue_id !== null) return getQueue(tx, { id: default_queue_id });
    return createQueueIn(ctx, tx, { pool: await lockPool(tx, name), input, taken: "A work queue with this name already exists." });
  });
