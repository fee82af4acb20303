import type { ReceivedEvent } from "@millrace/contract";
import { cancelJob } from "../jobs/cancel-job.ts";
import type { Worker } from "../worker.ts";

const prefix = "prefect.flow-run.";

const onEvent = async (worker: Worker, { event, resource }: ReceivedEvent): Promise<void> => {
  if (event !== `${prefix}Cancelling`) {
    if (!worker.isToldOfRuns) worker.wake();
    return;
  }
  const job = worker.jobs.get(resource["prefect.resource.id"]?.replace(prefix, "") ?? "");
  if (job === undefined || job.isCancelling) return;
  // The event may be older than what has become of the run since.
  const { state_type } = await worker.session.client.flowRuns.get({ id: job.run.id });
  if (state_type === "CANCELLING") await cancelJob(worker, job);
};

/** Seconds between two tries to hear events. */
const pause = 10;

/**
 * Hears at once of cancellations, and of new runs where the channel does not tell, until the signal fires. Polling finds both later
 * where the server has no events.
 */
export const watchEvents = async (worker: Worker, poolId: string, signal: AbortSignal): Promise<void> => {
  const { session } = worker;
  const name = ["Cancelling", "Scheduled", "AwaitingRetry"].map((state) => prefix + state);
  const filter = { event: { name }, related: { id: [`prefect.work-pool.${poolId}`] } };
  while (!signal.aborted) {
    try {
      for await (const event of session.client.events.subscribe(filter, { signal })) {
        onEvent(worker, event).catch((error: unknown) => session.print(error instanceof Error ? error.message : String(error)));
      }
    } catch {
      await session.world.sleep(pause, signal).catch(() => {});
    }
  }
};
