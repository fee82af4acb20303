import type { FlowRun, Instant } from "@millrace/contract";
import type { Caller, Context } from "../../context.ts";
import { notFound } from "../../errors.ts";
import { selectFlowRuns, toFlowRun } from "../flow-runs/flow-run-rows.ts";
import { countHolders, isOfQueue } from "../work-pools/filtered-queues.ts";
import { findQueue } from "../work-pools/queue-queries.ts";
import { notePoll } from "./poll-pool.ts";

interface Poll {
  readonly scheduled_before?: Instant | undefined;
  readonly limit: number;
  readonly caller: Caller;
}

/**
 * The due runs of one queue, as agents of old ask for them: runs that are being cancelled still take a slot. Pages that only
 * look do not count as a poll (server.md §5.8). Throws `not-found`.
 */
export const pollQueue = async (ctx: Context, id: string, { scheduled_before, limit, caller }: Poll): Promise<FlowRun[]> => {
  const queue = await findQueue(ctx.read, { id });
  if (queue === undefined) throw notFound(`Work queue with id ${id} not found.`, { asException: true });
  if (!caller.isPage) notePoll(ctx, [id]);
  if (queue.is_paused) return [];
  const free = queue.concurrency_limit === null ? limit : queue.concurrency_limit - (await countHolders(ctx.read, queue));
  if (free <= 0) return [];
  let runs = selectFlowRuns(ctx.read).where(isOfQueue(ctx.read.dialect, queue)).where("flow_run.state_type", "=", "SCHEDULED");
  runs =
    scheduled_before === undefined
      ? runs.where("flow_run.next_scheduled_start_time", "is not", null)
      : runs.where("flow_run.next_scheduled_start_time", "<=", scheduled_before);
  const rows = await runs.orderBy("flow_run.next_scheduled_start_time").orderBy("flow_run.id").limit(Math.min(free, limit)).execute();
  const now = ctx.clock.now();
  return rows.map((row) => toFlowRun(row, now));
};
