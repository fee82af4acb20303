/** The socket a worker holds with the server of its pool (workers.md §2). */
import type { Socket, SocketError } from "@millrace/client";
import { channelVersion, dueRunsCapability, fromMicros, requiredCapabilities, type WorkPool } from "@millrace/contract";
import type { Worker } from "../worker.ts";
import { checkPool } from "./join-pool.ts";

interface Frame {
  readonly type?: string;
  readonly payload?: {
    readonly accepted_capabilities?: readonly string[];
    readonly effective_heartbeat_interval_seconds?: number;
    readonly initial_snapshot?: { readonly work_pool: WorkPool };
    readonly work_pool?: WorkPool;
  };
}

export interface Channel {
  readonly pool: WorkPool;
  /** Resolves with why the channel ended. */
  readonly closed: Promise<SocketError>;
  readonly close: () => Promise<void>;
}

const frameOf = ({ session }: Worker, type: string, payload: object): string =>
  JSON.stringify({ type, id: session.world.newId(), sent_at: fromMicros(session.world.nowMicros()), payload });

const hello = (worker: Worker, consumer_id: string): string =>
  frameOf(worker, "worker.hello.v1", {
    consumer_id,
    worker_name: worker.identity.name,
    worker_type: worker.kind.type,
    heartbeat_interval_seconds: Math.ceil(worker.settings.workerHeartbeatSeconds),
    supported_channel_versions: [channelVersion],
    requested_capabilities: [...requiredCapabilities, dueRunsCapability],
    work_queue_names: worker.queues,
    create_pool_if_not_found: worker.createsPool,
    default_base_job_template: worker.template ?? worker.kind.template,
    worker_metadata: null,
  });

/** Gives signs of life until the socket closes; the first one was the hello. */
const beat = (
  worker: Worker,
  socket: Socket,
  { consumer_id, interval }: { readonly consumer_id: string; readonly interval: number },
): void => {
  const { world } = worker.session;
  const payload = { consumer_id, worker_name: worker.identity.name, heartbeat_interval_seconds: Math.ceil(interval) };
  let stop = (): void => {};
  const later = (): void => {
    stop = world.after(interval, () => {
      socket.send([frameOf(worker, "worker.heartbeat.v1", payload)]);
      later();
    });
  };
  later();
  void socket.closed.then(() => stop());
};

const follow = async (worker: Worker, socket: Socket): Promise<void> => {
  for (let frame = await socket.read(); frame !== undefined; frame = await socket.read()) {
    const { type, payload } = frame as Frame;
    if (type === "work_pool.snapshot.v1" && payload?.work_pool !== undefined) worker.pool = payload.work_pool;
    if (type === "work_pool.snapshot.v1" || type === "work_pool.runs_due.v1") worker.wake();
  }
};

/** Opens the channel. Throws a `SocketError` where there is none, and a `WorkerError` for a pool of another type. */
export const openChannel = async (worker: Worker): Promise<Channel> => {
  const socket = await worker.session.client.workers.connect(worker.poolName);
  try {
    const consumer_id = worker.session.world.randomId();
    socket.send([hello(worker, consumer_id)]);
    const { payload } = ((await socket.read()) ?? {}) as Frame;
    const pool = payload?.initial_snapshot?.work_pool;
    if (pool === undefined) throw await socket.closed;
    checkPool(worker, pool);
    beat(worker, socket, {
      consumer_id,
      interval: payload?.effective_heartbeat_interval_seconds ?? worker.settings.workerHeartbeatSeconds,
    });
    void follow(worker, socket);
    worker.isToldOfRuns = payload?.accepted_capabilities?.includes(dueRunsCapability) === true;
    void socket.closed.then(() => {
      worker.isToldOfRuns = false;
    });
    return { pool, closed: socket.closed, close: socket.close };
  } catch (error) {
    await socket.close();
    throw error;
  }
};
