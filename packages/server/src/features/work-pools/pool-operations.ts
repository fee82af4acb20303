import type { CreateWorkPool, UpdateWorkPool } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import type { WorkPoolTable } from "../../db/schema.ts";
import { conflict } from "../../errors.ts";
import { appendEvents } from "../../messaging/append-events.ts";
import { checkChangeable, checkDeletable, checkNewName, checkTemplate } from "./check-pool.ts";
import { checkDefaults } from "./job-variables.ts";
import { changesOf, poolEvent, poolStatusEvent, poolUpdatedEvent, queueEvent } from "./pool-events.ts";
import type { WorkPoolRow } from "./pool-rows.ts";
import { setPoolStatus } from "./pool-status.ts";
import { agentPool, findPool, getPool } from "./queries.ts";
import { insertQueue, lockDeploymentsOf } from "./queue-operations.ts";

/** Pools of this type are served by agents of old, which do not tell the pool that they are there. */
const agentType = "prefect-agent";

/** Creates a pool with its default queue. Refuses a name in use (`conflict`) and one that is reserved (`forbidden`). */
export const createPool = async (ctx: Context, input: CreateWorkPool): Promise<WorkPoolRow> => {
  checkNewName(input.name, input);
  checkTemplate(input.base_job_template, input);
  await checkDefaults(ctx, ctx.read, input.base_job_template);
  const pool = await ctx.transact((tx) => insertPool(ctx, tx, input));
  if (pool === undefined) throw conflict("A work pool with this name already exists.");
  return { ...pool, active_slots: pool.concurrency_limit === null ? null : 0 };
};

/** Stores a pool, its default queue and their events; undefined when the name is taken. */
export const insertPool = async (ctx: Context, tx: Tx, input: CreateWorkPool): Promise<WorkPoolTable | undefined> => {
  const now = ctx.clock.now();
  const status = input.type === agentType ? null : input.is_paused ? "PAUSED" : "NOT_READY";
  const row: WorkPoolTable = {
    ...input,
    storage_configuration: { ...input.storage_configuration },
    id: ctx.newId(),
    created: now,
    updated: now,
    default_queue_id: null,
    status,
    last_transitioned_status_at: null,
    last_status_event_id: null,
  };
  const inserted = await tx
    .insertInto("work_pool")
    .values(row)
    .onConflict((on) => on.column("name").doNothing())
    .returning("id")
    .execute();
  if (inserted.length === 0) return undefined;
  const queue = await insertQueue(ctx, tx, { pool: row, input: { name: "default", description: "The work pool's default queue." } });
  const pool = { ...row, default_queue_id: queue.id };
  await tx.updateTable("work_pool").set({ default_queue_id: queue.id }).where("id", "=", row.id).execute();
  await appendEvents(ctx, tx, [
    poolEvent(ctx, "created", pool),
    ...(status === null ? [] : [poolStatusEvent({ pool, status, id: ctx.newId(), occurred: ctx.clock.now() })]),
  ]);
  return pool;
};

/** The pool of queues that name none; made when it is first asked for. */
export const findOrCreateAgentPool = async (ctx: Context, tx: Tx): Promise<WorkPoolTable> => {
  const found = await findPool(tx, agentPool);
  if (found !== undefined) return found;
  const blank = { description: null, base_job_template: {}, is_paused: false, concurrency_limit: null };
  const storage_configuration = { bundle_upload_step: null, bundle_execution_step: null, default_result_storage_block_id: null };
  const made = await insertPool(ctx, tx, { ...blank, name: agentPool, type: agentType, storage_configuration });
  return made ?? getPool(tx, agentPool);
};

const watched = ["description", "base_job_template", "concurrency_limit", "storage_configuration"] as const;

/** Changes what a request names. Pausing and its end change the status, and are told even when it stays (server.md §5.6). */
export const updatePool = async (ctx: Context, name: string, input: UpdateWorkPool): Promise<void> => {
  checkChangeable(name, input);
  if (input.base_job_template) checkTemplate(input.base_job_template, input);
  await ctx.transact(async (tx) => {
    const pool = await lockPool(tx, name);
    tx.afterCommit(() => ctx.bus.workPools.publish([pool.id]));
    const columns = columnsOf(input);
    await tx
      .updateTable("work_pool")
      .set({ ...columns, updated: ctx.clock.now() })
      .where("id", "=", pool.id)
      .execute();
    const changes = changesOf(pool, columns, watched);
    if (changes !== undefined) await appendEvents(ctx, tx, [poolUpdatedEvent(ctx, pool, changes)]);
    if (columns.is_paused === undefined || pool.type === agentType) return;
    const status = columns.is_paused ? "PAUSED" : (await hasWorker(ctx, tx, pool)) ? "READY" : "NOT_READY";
    await setPoolStatus(ctx, tx, { pool, status });
  });
};

/** Null where a column cannot be null says nothing, but for a template, of which it leaves none. */
const columnsOf = ({ description, is_paused, base_job_template, concurrency_limit, storage_configuration }: UpdateWorkPool) => {
  const given = {
    description,
    is_paused: is_paused ?? undefined,
    base_job_template: base_job_template === null ? {} : base_job_template,
    concurrency_limit,
    storage_configuration: storage_configuration === null ? {} : storage_configuration && { ...storage_configuration },
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<WorkPoolTable>;
};

const hasWorker = async (ctx: Context, tx: Tx, { id }: WorkPoolTable): Promise<boolean> => {
  const online = tx.selectFrom("worker").select("id").where("work_pool_id", "=", id).where("offline_after", ">=", ctx.clock.now());
  return (await online.limit(1).executeTakeFirst()) !== undefined;
};

/** Whatever changes a pool's status or the order of its queues does so in turn. Throws `not-found`. */
export const lockPool = async (tx: Tx, name: string): Promise<WorkPoolTable> => {
  const { id } = await getPool(tx, name);
  await tx.dialect.lockRow(tx, "work_pool", id);
  return getPool(tx, name);
};

/** Deletes a pool with its queues and workers. Runs stay, in no queue any more. */
export const deletePool = async (ctx: Context, name: string): Promise<void> => {
  checkDeletable(name);
  await ctx.transact(async (tx) => {
    const pool = await lockPool(tx, name);
    const queues = await tx
      .selectFrom("work_queue")
      .select(["id", "name"])
      .where("work_pool_id", "=", pool.id)
      .orderBy("priority")
      .execute();
    tx.afterCommit(() => ctx.bus.workPools.publish([pool.id]));
    await lockDeploymentsOf(tx, queues);
    await tx.deleteFrom("work_pool").where("id", "=", pool.id).execute();
    await appendEvents(ctx, tx, [
      ...queues.map((queue) => queueEvent(ctx, { kind: "deleted", queue, pool })),
      poolEvent(ctx, "deleted", pool),
    ]);
  });
};
