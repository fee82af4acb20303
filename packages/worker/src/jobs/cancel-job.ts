import type { Job, Worker } from "../worker.ts";
import { ensureCancelled } from "./states.ts";

/** Seconds a run has to clean up in (sdk.md §4). */
const graceSeconds = 30;

/** Ends a run's infrastructure, gently first, and sees to it that the run ends as cancelled. */
export const cancelJob = async (worker: Worker, job: Job): Promise<void> => {
  if (job.isCancelling) return;
  job.isCancelling = true;
  const { session } = worker;
  try {
    session.print(`Cancelling run ${job.run.name}.`);
    // One that is just being started is stopped by whoever starts it.
    await job.infrastructure?.stop("cancel", graceSeconds);
    await job.done;
    await ensureCancelled(worker, job, "Flow run was cancelled successfully.");
  } catch (error) {
    session.print(`The run ${job.run.name} could not be cancelled: ${error instanceof Error ? error.message : error}`);
    job.isCancelling = false;
  }
};

/** Cancels those of our runs that somebody wants cancelled, as the server tells when asked; the events may have been missed. */
export const cancelRequested = async (worker: Worker): Promise<void> => {
  const ids = [...worker.jobs].flatMap(([id, { isCancelling, isClaimed }]) => (isCancelling || !isClaimed ? [] : [id]));
  if (ids.length === 0) return;
  const runs = await worker.session.client.flowRuns.list({
    body: { flow_runs: { id: { any_: ids }, state: { type: { any_: ["CANCELLING"] } } } },
  });
  for (const { id } of runs) {
    const job = worker.jobs.get(id);
    if (job !== undefined) void cancelJob(worker, job);
  }
};
