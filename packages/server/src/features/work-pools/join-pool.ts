import type { WorkerHello } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import type { WorkPoolTable } from "../../db/schema.ts";
import { appendEvents } from "../../messaging/append-events.ts";
import { checkTemplate, isReserved } from "./check-pool.ts";
import { checkDefaults } from "./job-variables.ts";
import { changesOf, poolUpdatedEvent } from "./pool-events.ts";
import { insertPool, lockPool } from "./pool-operations.ts";
import type { WorkPoolRow } from "./pool-rows.ts";
import { findPool, getPoolWithSlots } from "./queries.ts";
import { recordHeartbeatIn } from "./workers.ts";

type Hello = WorkerHello["payload"];

export interface Joined {
  readonly pool: WorkPoolRow;
  readonly queues: readonly { readonly id: string; readonly name: string }[];
}

/**
 * Lets a worker join a pool: makes the pool where the worker may, fills in its empty template, and takes the worker's first
 * sign of life (events.md §3.6). Undefined when there is no such pool or queue for it.
 */
export const joinPool = (ctx: Context, name: string, hello: Hello): Promise<Joined | undefined> =>
  ctx.transact(async (tx) => {
    if (!(await ensurePool(ctx, tx, { name, hello }))) return undefined;
    const pool = await lockPool(tx, name);
    const all = await tx.selectFrom("work_queue").select(["id", "name"]).where("work_pool_id", "=", pool.id).orderBy("priority").execute();
    const named = [...new Set(hello.work_queue_names)];
    const queues = named.length === 0 ? all : named.flatMap((each) => all.find((queue) => queue.name === each) ?? []);
    if (queues.length < named.length) return undefined;
    await fillTemplate(ctx, tx, { pool, hello });
    const beat = { name: hello.worker_name, heartbeat_interval_seconds: hello.heartbeat_interval_seconds };
    await recordHeartbeatIn(ctx, tx, { pool, beat });
    return { pool: await getPoolWithSlots(tx, name), queues };
  });

interface Asked {
  readonly name: string;
  readonly hello: Hello;
}

/** False when the pool is missing and may not be made. */
const ensurePool = async (ctx: Context, tx: Tx, { name, hello }: Asked): Promise<boolean> => {
  if ((await findPool(tx, name)) !== undefined) return true;
  if (!hello.create_pool_if_not_found || isReserved(name)) return false;
  const base_job_template = hello.default_base_job_template;
  checkTemplate(base_job_template, hello);
  await checkDefaults(ctx, tx, base_job_template);
  const storage_configuration = { bundle_upload_step: null, bundle_execution_step: null, default_result_storage_block_id: null };
  const settings = { description: null, is_paused: false, concurrency_limit: null, storage_configuration };
  await insertPool(ctx, tx, { ...settings, name, type: hello.worker_type, base_job_template });
  return true;
};

/** A template that is there is never replaced by a worker's own. */
const fillTemplate = async (ctx: Context, tx: Tx, { pool, hello }: { pool: WorkPoolTable; hello: Hello }): Promise<void> => {
  const base_job_template = hello.default_base_job_template;
  if (Object.keys(pool.base_job_template).length > 0 || Object.keys(base_job_template).length === 0) return;
  checkTemplate(base_job_template, hello);
  await checkDefaults(ctx, tx, base_job_template);
  await tx.updateTable("work_pool").set({ base_job_template, updated: ctx.clock.now() }).where("id", "=", pool.id).execute();
  const changes = changesOf(pool, { base_job_template }, ["base_job_template"]);
  if (changes !== undefined) await appendEvents(ctx, tx, [poolUpdatedEvent(ctx, pool, changes)]);
  tx.afterCommit(() => ctx.bus.workPools.publish([pool.id]));
};
