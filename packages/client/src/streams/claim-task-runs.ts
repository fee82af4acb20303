import type { TaskRun } from "@millrace/contract";
import type { Connection } from "../options.ts";
import { openSocket } from "./open-socket.ts";

export interface TaskRunClaim {
  readonly run: TaskRun;
  /** Takes the run; nobody else gets it, and the next one comes. */
  readonly acknowledge: () => void;
}

export interface ClaimTaskRunsOptions {
  /** Keys of the tasks whose runs are wanted. */
  readonly keys: readonly string[];
  /** What the server calls whoever asks. */
  readonly clientId: string;
  readonly signal?: AbortSignal | undefined;
  /** Called once the server listens. */
  readonly onOpen?: (() => void) | undefined;
}

/**
 * Background task runs as they come, one at a time (events.md §3.5). A run that is not acknowledged when the loop over them is left goes
 * to another. Ends quietly when the signal fires; throws a `SocketError` when the connection ends or is refused.
 */
export async function* claimTaskRuns(
  connection: Connection,
  { keys, clientId, signal, onOpen }: ClaimTaskRunsOptions,
): AsyncGenerator<TaskRunClaim, void> {
  const socket = await openSocket(connection, "/task_runs/subscriptions/scheduled");
  const stop = (): void => void socket.close();
  signal?.addEventListener("abort", stop);
  if (signal?.aborted) stop();
  try {
    socket.send([JSON.stringify({ type: "subscribe", keys, client_id: clientId })]);
    socket.confirm().then(onOpen, () => {});
    for (let frame = await socket.read(); frame !== undefined; frame = await socket.read()) {
      yield { run: frame as TaskRun, acknowledge: () => socket.send([JSON.stringify({ type: "ack" })]) };
    }
    const end = await socket.closed;
    if (!signal?.aborted) throw end;
  } finally {
    signal?.removeEventListener("abort", stop);
    await socket.close();
  }
}
