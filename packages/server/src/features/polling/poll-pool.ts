import { addSeconds, type DueFlowRun, type Instant } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { FlowRunTable } from "../../db/schema.ts";
import type { ServerSettings } from "../../settings.ts";
import { markDeploymentsPolled } from "../deployments/deployment-status.ts";
import { toFlowRun } from "../flow-runs/flow-run-rows.ts";
import { markQueuesPolled } from "../work-pools/polls.ts";
import { poolNotFound } from "../work-pools/queries.ts";
import { queueNotFound } from "../work-pools/queue-queries.ts";
import { listDueRows, type PolledRow } from "./due-runs.ts";

interface Poll {
  readonly work_queue_names?: readonly string[] | undefined;
  readonly scheduled_before?: Instant | undefined;
  readonly scheduled_after?: Instant | undefined;
  readonly limit: number;
}

/** For how many seconds a poll need not be noted again: a queue and its deployments stay ready for several times as long. */
const notedSeconds = ({ queuePollTimeout, deploymentPollTimeout }: ServerSettings): number =>
  Math.min(queuePollTimeout, deploymentPollTimeout) / 3;

/** The runs a worker may start now. Throws `not-found` for a pool or queue there is none of. */
export const pollPool = async (ctx: Context, pool: string, poll: Poll): Promise<DueFlowRun[]> => {
  const names = poll.work_queue_names?.length ? [...new Set(poll.work_queue_names)] : undefined;
  const { scheduled_before: before, scheduled_after: after, limit } = poll;
  const now = ctx.clock.now();
  const notedSince = addSeconds(now, -notedSeconds(ctx.settings));
  const rows = await listDueRows(ctx.read, { pool, queues: names, before, after, limit, notedSince });
  await checkFound(ctx, pool, { names, rows });
  const unnoted = new Set(rows.flatMap((row) => (row.is_unnoted === 1 ? row.queue_id : [])));
  if (unnoted.size > 0) notePoll(ctx, [...unnoted]);
  return rows.flatMap((row) => (row.place === null ? [] : [toDueRun(row, now)]));
};

interface Found {
  readonly names: readonly string[] | undefined;
  readonly rows: readonly PolledRow[];
}

/** A pool is never without queues, so nothing at all means that the pool or every queue that was named is unknown. */
const checkFound = async (ctx: Context, pool: string, { names = [], rows }: Found): Promise<void> => {
  const found = new Set(rows.map((row) => row.queue_name));
  const missing = names.find((name) => !found.has(name));
  if (rows.length > 0 && missing === undefined) return;
  const known = rows.length > 0 || (await ctx.read.selectFrom("work_pool").select("id").where("name", "=", pool).executeTakeFirst());
  if (known === undefined) throw poolNotFound(pool);
  if (missing !== undefined) throw queueNotFound(pool, missing);
};

/** Notes after the answer who was polled: the queues asked for, and the deployments whose runs wait in them. */
export const notePoll = (ctx: Context, queueIds: readonly string[]): void => {
  const noted = ctx.transact(async (tx) => {
    await markQueuesPolled(ctx, tx, queueIds);
    await markDeploymentsPolled(ctx, tx, { queueIds });
  });
  noted.catch((error: unknown) => ctx.log.warn({ err: error }, "That a work pool was polled could not be noted."));
};

/** The protocol leaves the state of these runs out, and where they wait is told beside them. */
const toDueRun = ({ queue_id, queue_name, pool_id, place: _, is_unnoted: __, ...row }: PolledRow, now: Instant): DueFlowRun => {
  // A row with a place has its run: only rows without one lack it.
  const run = row as unknown as FlowRunTable;
  const none = { state_message: null, state_data: null, state_details: null, work_pool_id: null, work_pool_name: null };
  const { work_pool_id: _id, work_pool_name: _name, ...plain } = toFlowRun({ ...run, ...none, queue_name }, now);
  return { work_pool_id: pool_id, work_queue_id: queue_id, flow_run: plain };
};
