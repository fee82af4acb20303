import type { CreateWorkQueue } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { findOrCreateAgentPool, lockPool } from "./pool-operations.ts";
import { createQueueIn } from "./queue-operations.ts";
import type { WorkQueueRow } from "./queue-rows.ts";

/** Creates a queue of a pool. Throws `not-found` for the pool, `conflict` for the name, in the protocol's own odd words. */
export const createPoolQueue = (ctx: Context, pool: string, input: CreateWorkQueue): Promise<WorkQueueRow> =>
  ctx.transact(async (tx) => {
    const taken = "A work queue with this name already exists in work pool {work_pool_name!r}.";
    return createQueueIn(ctx, tx, { pool: await lockPool(tx, pool), input, taken });
  });

/** Creates a queue of the pool that agents share, and that pool with the first of them. */
export const createAgentQueue = (ctx: Context, input: CreateWorkQueue): Promise<WorkQueueRow> =>
  ctx.transact(async (tx) => {
    const { name } = await findOrCreateAgentPool(ctx, tx);
    return createQueueIn(ctx, tx, { pool: await lockPool(tx, name), input, taken: "A work queue with this name already exists." });
  });
