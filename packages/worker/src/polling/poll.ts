import { isClientError } from "@millrace/client";
import { addSeconds, compareInstants, type DueFlowRun, fromMicros } from "@millrace/contract";
import { cancelRequested } from "../jobs/cancel-job.ts";
import { startJob } from "../jobs/start-job.ts";
import type { Worker } from "../worker.ts";

/** Runs asked for beyond the free slots, so that those that are due soon are known too. */
const spare = 20;
const most = 200;

const listDue = async (worker: Worker, seconds: number, limit: number): Promise<readonly DueFlowRun[]> => {
  const { session, poolName, queues } = worker;
  const scheduled_before = addSeconds(fromMicros(session.world.nowMicros()), seconds);
  const body = { work_queue_names: queues, scheduled_before, limit };
  return session.client.polling.listDueFlowRuns({ name: poolName, body });
};

/**
 * Starts the runs that are due, in the order of the answer, as far as there are slots. Gives the seconds until the next one that is
 * not due yet.
 */
const startDue = async (worker: Worker): Promise<number | undefined> => {
  const { session, jobs, limit, kind, prefetchSeconds } = worker;
  const free = limit - jobs.size;
  if (free <= 0) return undefined;
  const asked = Math.min(free + spare, most);
  const ahead = await listDue(worker, Math.max(prefetchSeconds, kind.headStart), asked);
  const soon = addSeconds(fromMicros(session.world.nowMicros()), kind.headStart);
  const isDue = ({ flow_run }: DueFlowRun): boolean => compareInstants(flow_run.next_scheduled_start_time ?? soon, soon) <= 0;
  const due = ahead.filter(isDue);
  // Runs of an urgent queue that are not due yet must not hide those of others that are.
  const isHidden = due.length < Math.min(free, ahead.length) && ahead.length === asked;
  for (const { flow_run } of isHidden ? await listDue(worker, kind.headStart, asked) : due) startJob(worker, flow_run);
  const waits = ahead.filter((one) => !isDue(one)).map(({ flow_run }) => compareInstants(flow_run.next_scheduled_start_time ?? soon, soon));
  return waits.length === 0 ? undefined : Math.min(...waits) / 1_000_000;
};

/** Looks once for runs to start; gives the seconds until it is worth to look again, if that is known. */
export const pollOnce = async (worker: Worker): Promise<number | undefined> => {
  worker.polledMicros = worker.session.world.nowMicros();
  if (worker.pool === undefined || worker.isStopping) return undefined;
  try {
    return await startDue(worker);
  } catch (error) {
    // The pool is being made, or was deleted.
    if (isClientError(error, "not-found")) return undefined;
    throw error;
  }
};

/** Looks for due and cancelled runs now and again, at once when woken, until the signal fires. */
export const pollUntil = async (worker: Worker, signal: AbortSignal): Promise<void> => {
  const { world, print } = worker.session;
  const { workerQuerySeconds } = worker.settings;
  let isFailing = false;
  let checkedMicros = world.nowMicros();
  while (!signal.aborted) {
    const { promise: woken, resolve } = Promise.withResolvers<void>();
    worker.wake = resolve;
    let next: number | undefined;
    try {
      next = await pollOnce(worker);
      // Events tell of cancellations; this finds those that were missed.
      if (world.nowMicros() - checkedMicros > workerQuerySeconds * 1_000_000) {
        checkedMicros = world.nowMicros();
        await cancelRequested(worker);
      }
      isFailing = false;
    } catch (error) {
      if (!isFailing) print(`The server could not be asked for runs; trying again. ${error instanceof Error ? error.message : error}`);
      isFailing = true;
    }
    const stopTimer = world.after(Math.min(next ?? Number.POSITIVE_INFINITY, workerQuerySeconds * (0.8 + 0.4 * world.random())), resolve);
    signal.addEventListener("abort", () => resolve(), { once: true });
    if (signal.aborted) resolve();
    await woken;
    stopTimer();
  }
};
