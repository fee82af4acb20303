import { isTerminal } from "@millrace/contract";
import { ensureCancelled, findStateType, tellState } from "./jobs/states.ts";
import type { Job, Worker } from "./worker.ts";

/** Seconds a run has to clean up in when its worker is stopped. */
const graceSeconds = 30;

const crashMessage = "The worker that ran it was stopped.";

const endJob = async (worker: Worker, job: Job): Promise<void> => {
  const { session, settings, kind } = worker;
  // One that has not begun is given back meanwhile.
  await Promise.race([job.started, job.done]);
  const { infrastructure } = job;
  if (infrastructure === undefined || job.isCancelling) return void (await job.done);
  if (kind.outlivesWorker) return;
  const isHandedOn = settings.workerShutdownBehavior === "reschedule";
  job.isAbandoned = true;
  await infrastructure.stop(isHandedOn ? "reschedule" : undefined, graceSeconds);
  await job.done;
  // A run that had ended by then stays as it ended.
  if (isTerminal(await findStateType(worker, job))) return;
  const told = isHandedOn
    ? ({ type: "SCHEDULED", name: "AwaitingRetry", message: "The worker that ran it was stopped; it starts again." } as const)
    : ({ type: "CRASHED", message: crashMessage } as const);
  const refusal = await tellState(worker, job, told);
  if (refusal === undefined) session.print(`The run ${job.run.name} ${isHandedOn ? "waits for another worker" : "ended as crashed"}.`);
};

/**
 * Sees the runs under way to what the settings say becomes of them. Those that have not begun go back to the server. Runs whose
 * infrastructure needs no worker go on.
 */
export const endJobs = async (worker: Worker): Promise<void> => {
  const { jobs, settings, session } = worker;
  if (settings.workerShutdownBehavior === "wait") {
    if (jobs.size > 0) session.print(`Waiting for ${jobs.size} runs to end.`);
    while (jobs.size > 0) await Promise.all([...jobs.values()].map(({ done }) => done));
    return;
  }
  const results = await Promise.allSettled([...jobs.values()].map((job) => endJob(worker, job)));
  for (const { run } of jobs.values()) session.print(`The run ${run.name} goes on without its worker.`);
  for (const result of results) if (result.status === "rejected") session.print(String(result.reason));
};

/** Ends every run at once, for whoever does not want to wait any longer. */
export const killJobs = async (worker: Worker): Promise<void> => {
  const mine = worker.kind.outlivesWorker ? [] : [...worker.jobs.values()];
  await Promise.allSettled(
    mine.map(async (job) => {
      await job.infrastructure?.stop(undefined, 0);
      if (job.isCancelling) await ensureCancelled(worker, job, "Flow run was cancelled successfully.");
    }),
  );
};
