import { isClientError, SocketError } from "@millrace/client";
import type { Worker } from "../worker.ts";
import { WorkerError } from "../worker-error.ts";
import { type Channel, openChannel } from "./channel.ts";
import { joinPool } from "./join-pool.ts";

export interface Contact {
  /** Called each time the pool is known; the first time the worker is ready. */
  readonly onContact: () => void;
  /** Called once when the server has no pool of the name and the worker may not make one. */
  readonly onMissing: () => void;
}

const longestPause = 30;

/** Whether asking again cannot help: the pool is of another type, or the server refuses this worker. */
const isFatal = (error: unknown): boolean =>
  error instanceof WorkerError ||
  isClientError(error, "unauthorized") ||
  isClientError(error, "forbidden") ||
  isClientError(error, "invalid");

/** Gives signs of life by request for some seconds, while there is no channel. */
const joinByRequest = async (worker: Worker, { onContact, onMissing }: Contact): Promise<void> => {
  const pool = await joinPool(worker);
  if (pool === undefined) return onMissing();
  worker.pool = pool;
  onContact();
};

const tryChannel = async (worker: Worker): Promise<Channel | SocketError> => {
  try {
    return await openChannel(worker);
  } catch (error) {
    if (error instanceof SocketError) return error;
    throw error;
  }
};

/** Resolves with why the channel ended; the signal ends it too. */
const holdChannel = async (channel: Channel, signal: AbortSignal): Promise<SocketError> => {
  const stop = (): void => void channel.close();
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await channel.closed;
  } finally {
    signal.removeEventListener("abort", stop);
  }
};

/**
 * Keeps the server knowing of the worker, and the worker knowing of its pool, until the signal fires: by the channel where the server
 * has one, else by requests (workers.md §2, §3). Rejects with what cannot get better by waiting.
 */
export const keepContact = async (worker: Worker, signal: AbortSignal, contact: Contact): Promise<void> => {
  const { session, settings } = worker;
  let triesChannel = true;
  let pause = 1;
  let isFailing = false;
  const onAnswer = (): void => {
    if (isFailing) session.print("The server answers again.");
    isFailing = false;
  };
  while (!signal.aborted) {
    try {
      const channel = triesChannel ? await tryChannel(worker) : undefined;
      let end = channel instanceof SocketError ? channel : undefined;
      if (channel !== undefined && !(channel instanceof SocketError)) {
        pause = 1;
        worker.pool = channel.pool;
        onAnswer();
        contact.onContact();
        end = await holdChannel(channel, signal);
      } else {
        await joinByRequest(worker, contact);
        onAnswer();
      }
      // A server that has no channel, or does not let this worker have one, is not asked for it again.
      if (end?.isFinal) triesChannel = false;
    } catch (error) {
      if (isFatal(error)) throw error;
      if (!isFailing) session.print(`The server cannot be reached; trying again. ${error instanceof Error ? error.message : error}`);
      isFailing = true;
    }
    if (signal.aborted) return;
    await session.world
      .sleep(triesChannel ? Math.min(pause, settings.workerHeartbeatSeconds) : settings.workerHeartbeatSeconds, signal)
      .catch(() => {});
    pause = Math.min(2 * pause, longestPause);
  }
};
