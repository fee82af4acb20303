import type { CreateWorkQueue, UpdateWorkQueue } from "@millrace/contract";
import { secondsBetween } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import type { WorkPoolTable, WorkQueueTable } from "../../db/schema.ts";
import { conflict } from "../../errors.ts";
import { appendEvents } from "../../messaging/append-events.ts";
import { changesOf, type PoolOfEvent, queueEvent } from "./pool-events.ts";
import { firstFreePriority, makeRoom } from "./priorities.ts";
import { getPool, getPoolOfQueue } from "./queries.ts";
import { findQueue, getQueue, type QueueName } from "./queue-queries.ts";
import type { WorkQueueRow } from "./queue-rows.ts";

type NewQueue = Pick<CreateWorkQueue, "name"> & Partial<CreateWorkQueue>;

interface Insert {
  readonly pool: PoolOfEvent;
  readonly input: NewQueue;
}

/** Creates a queue of a locked pool. Throws `conflict` with the given words when its name is taken. */
export const createQueueIn = async (
  ctx: Context,
  tx: Tx,
  { pool, input, taken }: Insert & { readonly taken: string },
): Promise<WorkQueueRow> => {
  if ((await findQueue(tx, { pool: pool.name, name: input.name })) !== undefined) throw conflict(taken);
  const queue = await insertQueue(ctx, tx, { pool, input });
  return { ...queue, work_pool_name: pool.name, active_slots: queue.concurrency_limit === null ? null : 0 };
};

/** Stores a queue of a locked pool with its event. One that asks for a taken priority moves the others down. */
export const insertQueue = async (ctx: Context, tx: Tx, { pool, input }: Insert): Promise<WorkQueueTable> => {
  const others = await tx.selectFrom("work_queue").select(["id", "priority"]).where("work_pool_id", "=", pool.id).execute();
  const priority = input.priority ?? firstFreePriority(others.map((queue) => queue.priority));
  const now = ctx.clock.now();
  const is_paused = input.is_paused ?? false;
  const row: WorkQueueTable = {
    id: ctx.newId(),
    created: now,
    updated: now,
    name: input.name,
    description: input.description ?? "",
    work_pool_id: pool.id,
    priority,
    is_paused,
    concurrency_limit: input.concurrency_limit ?? null,
    status: is_paused ? "PAUSED" : "NOT_READY",
    last_polled: null,
    filter: input.filter ? { ...input.filter } : null,
  };
  await tx.insertInto("work_queue").values(row).execute();
  const moved = makeRoom(others, priority);
  if (moved.length > 0) await lockQueuesOf(tx, pool);
  await movePriorities(tx, moved);
  await appendEvents(ctx, tx, [queueEvent(ctx, { kind: "created", queue: row, pool })]);
  return row;
};

/** Polls write several queues of a pool, too. */
const lockQueuesOf = (tx: Tx, { id }: PoolOfEvent): Promise<void> =>
  tx.dialect.lockRows(tx, { table: "work_queue", column: "work_pool_id", values: [id] });

const movePriorities = async (tx: Tx, moved: readonly { readonly id: string; readonly priority: number }[]): Promise<void> => {
  for (const { id, priority } of moved) await tx.updateTable("work_queue").set({ priority }).where("id", "=", id).execute();
};

/** A queue of a locked pool by its name; made when it is missing. */
export const findOrCreateQueue = async (ctx: Context, tx: Tx, { pool, input }: Insert): Promise<string> => {
  const find = tx.selectFrom("work_queue").select("id").where("work_pool_id", "=", pool.id).where("name", "=", input.name);
  const found = await find.executeTakeFirst();
  if (found !== undefined) return found.id;
  await tx.dialect.lockRow(tx, "work_pool", pool.id);
  return (await find.executeTakeFirst())?.id ?? (await insertQueue(ctx, tx, { pool, input })).id;
};

/** A queue whose pool nobody else changes or deletes meanwhile. Throws `not-found` for whichever of the two there is not. */
const lockQueue = async (tx: Tx, named: QueueName): Promise<{ queue: WorkQueueRow; pool: WorkPoolTable }> => {
  if ("pool" in named) await getPool(tx, named.pool);
  const { work_pool_id } = await getQueue(tx, named);
  await tx.dialect.lockRow(tx, "work_pool", work_pool_id);
  const queue = await getQueue(tx, named);
  return { queue, pool: await getPoolOfQueue(tx, queue) };
};

const watched = ["name", "description", "concurrency_limit", "priority"] as const;

/** Changes what a request names of a queue. Throws `not-found`. */
export const updateQueue = (ctx: Context, named: QueueName, input: UpdateWorkQueue): Promise<void> =>
  ctx.transact(async (tx) => {
    const { queue, pool } = await lockQueue(tx, named);
    const columns = columnsOf(input);
    const status = statusAfter(ctx, { ...queue, ...columns }, queue.status);
    const isMoved = columns.priority !== undefined && columns.priority !== queue.priority;
    if (isMoved) await lockQueuesOf(tx, pool);
    if (columns.name !== undefined && columns.name !== queue.name) {
      await tx.updateTable("deployment").set({ work_queue_name: columns.name }).where("work_queue_id", "=", queue.id).execute();
    }
    await tx
      .updateTable("work_queue")
      .set({ ...columns, status, updated: ctx.clock.now() })
      .where("id", "=", queue.id)
      .execute();
    if (isMoved) {
      const all = await tx.selectFrom("work_queue").select(["id", "priority"]).where("work_pool_id", "=", pool.id).execute();
      const others = all.filter((other) => other.id !== queue.id);
      await movePriorities(tx, makeRoom(others, columns.priority ?? queue.priority));
    }
    const changed = { ...queue, ...columns };
    const changes = changesOf(queue, columns, watched);
    await appendEvents(ctx, tx, [
      ...(changes === undefined ? [] : [queueEvent(ctx, { kind: "updated", queue: changed, pool, payload: changes })]),
      ...(status === queue.status ? [] : [queueEvent(ctx, { kind: status, queue: changed, pool })]),
    ]);
    tx.afterCommit(() => ctx.alarm.ring("readiness"));
  });

const columnsOf = ({ name, description, priority, filter, ...rest }: UpdateWorkQueue): Partial<WorkQueueTable> => {
  const kept = { name: name ?? undefined, description: description ?? undefined, priority: priority ?? undefined };
  const given = { ...rest, ...kept, filter: filter && { ...filter } };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
};

type Polled = Pick<WorkQueueTable, "is_paused" | "last_polled">;

const statusAfter = (ctx: Context, { is_paused, last_polled }: Polled, before: WorkQueueTable["status"]): WorkQueueTable["status"] => {
  if (is_paused) return "PAUSED";
  if (before !== "PAUSED") return before;
  return last_polled !== null && secondsBetween(last_polled, ctx.clock.now()) <= ctx.settings.queuePollTimeout ? "READY" : "NOT_READY";
};

/** Deployments lose queues that go. Who changes one of them, or schedules it, holds it before it asks for its queue. */
export const lockDeploymentsOf = async (tx: Tx, queues: readonly { readonly id: string }[]): Promise<void> => {
  const values = queues.map(({ id }) => id);
  if (values.length > 0) await tx.dialect.lockRows(tx, { table: "deployment", column: "work_queue_id", values });
};

/** Deletes a queue; its runs stay, in no queue any more. A pool's default queue stays with its pool (`conflict`). */
export const deleteQueue = (ctx: Context, named: QueueName): Promise<void> =>
  ctx.transact(async (tx) => {
    const { queue, pool } = await lockQueue(tx, named);
    if (pool.default_queue_id === queue.id) throw conflict("Can't delete a pool's default queue.");
    await lockDeploymentsOf(tx, [queue]);
    await tx.deleteFrom("work_queue").where("id", "=", queue.id).execute();
    await appendEvents(ctx, tx, [queueEvent(ctx, { kind: "deleted", queue, pool })]);
  });
