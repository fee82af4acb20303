import {
  channelVersion,
  cleanupCapability,
  dueRunsCapability,
  requiredCapabilities,
  WorkerHeartbeat,
  WorkerHello,
} from "@millrace/contract";
import { type Context, ourselves } from "../../context.ts";
import { DomainError } from "../../errors.ts";
import { type CreateEndpoint, closeCode, type Socket, type SocketEnd } from "../../socket.ts";
import { parseFrame } from "../../wire/parse-frame.ts";
import { InvalidRequest } from "../../wire/problems.ts";
import { tryRead } from "../../wire/read.ts";
import { deliverCleanups } from "./deliver-cleanups.ts";
import { followDueRuns } from "./due-hints.ts";
import { type Joined, joinPool } from "./join-pool.ts";
import { toWorkPool, type WorkPoolRow } from "./pool-rows.ts";
import { getPoolWithSlots } from "./queries.ts";
import { expectReturn } from "./worker-departure.ts";
import { recordHeartbeat } from "./workers.ts";

/** Why a channel ends, as the close reason has it, with its code: 1008 and 1002 send the worker to requests for good. */
const endings = {
  authorization_failed: closeCode.policyViolation,
  unsupported_version: closeCode.policyViolation,
  protocol_error: closeCode.protocolError,
  heartbeat_persistence_failed: closeCode.internalError,
  transient_server_error: closeCode.internalError,
} as const;
type Ending = keyof typeof endings;

const end = (socket: Socket, reason: Ending): void => socket.close(endings[reason], reason);

/**
 * `/work_pools/{name}/workers/connect`: a worker says hello, gives its signs of life, and hears of changes of its pool
 * (events.md §3.6), and, where it asks for it, of runs it may start and of infrastructure it is to tear down.
 */
export const workerChannel: CreateEndpoint = (ctx) => ({
  credentialsRefusal: "authentication_failed",
  open(socket, { work_pool_name: name = "" }) {
    const channel = { ctx, socket, name };
    let session: Session | undefined;
    let ended: SocketEnd | undefined;
    const take = async (text: string): Promise<void> => {
      if (ended !== undefined) return;
      if (session !== undefined) return session.receive(text);
      const begun = await begin(channel, text);
      if (ended !== undefined) begun?.stop(ended);
      else session = begun;
    };
    // One frame after the other: a heartbeat may come before the answer to the hello is written.
    let turn = Promise.resolve();
    return {
      receive(text) {
        turn = turn
          .then(() => take(text))
          .catch((error: unknown) => {
            ctx.log.error({ err: error, work_pool: name }, "A worker's channel failed; the worker will come back.");
            end(socket, "transient_server_error");
          });
      },
      end(how) {
        ended = how;
        session?.stop(how);
      },
    };
  },
});

interface Channel {
  readonly ctx: Context;
  readonly socket: Socket;
  readonly name: string;
}

interface Session {
  receive(text: string): Promise<void>;
  stop(how: SocketEnd): void;
}

/** Answers the first frame; undefined when it ended the channel. */
const begin = async (channel: Channel, text: string): Promise<Session | undefined> => {
  const { ctx, socket, name } = channel;
  const hello = tryRead(WorkerHello, parseFrame(text));
  if ("problem" in hello) return void end(socket, "protocol_error");
  const { payload } = hello.value;
  const refusal = refuseHello(payload);
  if (refusal !== undefined) return void end(socket, refusal);
  try {
    const joined = await joinPool(ctx, name, payload);
    if (joined === undefined) return void end(socket, "authorization_failed");
    socket.send(frameOf(ctx, "worker.ready.v1", readyPayload(payload, joined)));
    return follow(channel, payload, joined);
  } catch (error) {
    if (!(error instanceof InvalidRequest || error instanceof DomainError)) throw error;
    return void end(socket, "protocol_error");
  }
};

const refuseHello = (hello: WorkerHello["payload"]): Ending | undefined => {
  const asked = new Set(hello.requested_capabilities);
  if (!requiredCapabilities.every((capability) => asked.has(capability))) return "protocol_error";
  const cleans = hello.handled_cleanup_kinds.length > 0 || (hello.max_cleanup_concurrency ?? 0) > 0;
  if (cleans && !asked.has(cleanupCapability)) return "protocol_error";
  return hello.supported_channel_versions.includes(channelVersion) ? undefined : "unsupported_version";
};

/** How many teardowns a worker takes at once: one, unless it says otherwise; none where it can do none. */
const cleanupsOf = ({ requested_capabilities, handled_cleanup_kinds, max_cleanup_concurrency = 1 }: WorkerHello["payload"]): number =>
  requested_capabilities.includes(cleanupCapability) && handled_cleanup_kinds.length > 0 ? max_cleanup_concurrency : 0;

const readyPayload = (hello: WorkerHello["payload"], { pool, queues }: Joined) => {
  const asked = [...new Set(hello.requested_capabilities)];
  const cleanups = cleanupsOf(hello);
  const offered = new Set<string>([...requiredCapabilities, dueRunsCapability, ...(cleanups > 0 ? [cleanupCapability] : [])]);
  return {
    consumer_id: hello.consumer_id,
    worker_id: null,
    selected_channel_version: channelVersion,
    effective_heartbeat_interval_seconds: hello.heartbeat_interval_seconds,
    accepted_capabilities: [...new Set([...requiredCapabilities, ...asked])].filter((each) => offered.has(each)),
    rejected_capabilities: asked.filter((each) => !offered.has(each)),
    effective_max_cleanup_concurrency: cleanups,
    resolved_work_queues: queues,
    initial_snapshot: { snapshot_sequence: 1, reason: "initial", work_pool: toWorkPool(pool, ourselves) },
  };
};

const frameOf = (ctx: Context, type: string, payload: object): string =>
  JSON.stringify({ type, id: ctx.newId(), sent_at: ctx.clock.now(), payload });

/** Changes that come closer together than this are told as one. */
const coalesceMillis = 50;

/** What of a pool workers are told about. */
const watched = ({ base_job_template, concurrency_limit, is_paused, storage_configuration }: WorkPoolRow): string =>
  JSON.stringify([base_job_template, concurrency_limit, is_paused, storage_configuration]);

const recipientOf = ({ ctx, socket }: Channel, hello: WorkerHello["payload"], { pool, queues }: Joined) => ({
  poolId: pool.id,
  consumerId: hello.consumer_id,
  queueIds: queues.map((queue) => queue.id),
  kinds: hello.handled_cleanup_kinds,
  most: cleanupsOf(hello),
  send: (type: string, payload: object): void => socket.send(frameOf(ctx, type, payload)),
});

/** Takes heartbeats, and tells of changes: those made here at once, those made elsewhere with the next heartbeat. */
const follow = ({ ctx, socket, name }: Channel, hello: WorkerHello["payload"], { pool: first, queues }: Joined): Session => {
  let sequence = 1;
  let told = watched(first);
  let callOff: (() => void) | undefined;

  const tell = async (reason: string): Promise<void> => {
    try {
      const pool = await getPoolWithSlots(ctx.read, name);
      const now = watched(pool);
      if (pool.id !== first.id) return end(socket, "authorization_failed");
      if (now === told) return;
      told = now;
      const payload = { snapshot_sequence: ++sequence, reason, work_pool: toWorkPool(pool, ourselves) };
      socket.send(frameOf(ctx, "work_pool.snapshot.v1", payload));
    } catch (error) {
      if (error instanceof DomainError) return end(socket, "authorization_failed");
      ctx.log.error({ err: error, work_pool: name }, "A worker could not be told of a change of its pool.");
      end(socket, "transient_server_error");
    }
  };
  let heard = ctx.clock.now();
  const depart = (): void => {
    expectReturn(ctx, { poolId: first.id, name: hello.worker_name, heard }).catch((error: unknown) =>
      ctx.log.warn({ err: error, work_pool: name }, "That a worker left could not be noted."),
    );
  };
  const later = (): void => {
    callOff = undefined;
    void tell("work_pool_updated");
  };
  // Looks once for what changed before this was listening.
  callOff = ctx.clock.after(coalesceMillis, later);
  const deaf = ctx.bus.workPools.listen((ids) => {
    if (ids.includes(first.id)) callOff ??= ctx.clock.after(coalesceMillis, later);
  });
  const hints = hello.requested_capabilities.includes(dueRunsCapability)
    ? followDueRuns(ctx, {
        poolId: first.id,
        queueIds: hello.work_queue_names.length === 0 ? undefined : queues.map((queue) => queue.id),
        tell: () => socket.send(frameOf(ctx, "work_pool.runs_due.v1", {})),
      })
    : undefined;
  const cleanups = deliverCleanups(ctx, recipientOf({ ctx, socket, name }, hello, { pool: first, queues }));
  return {
    async receive(text) {
      const frame = parseFrame(text);
      if (await cleanups.receive(frame)) return;
      const beat = tryRead(WorkerHeartbeat, frame);
      if ("problem" in beat) return end(socket, "protocol_error");
      const { consumer_id, worker_name, heartbeat_interval_seconds } = beat.value.payload;
      if (consumer_id !== hello.consumer_id || worker_name !== hello.worker_name) return end(socket, "protocol_error");
      try {
        await recordHeartbeat(ctx, name, { name: worker_name, heartbeat_interval_seconds });
        heard = ctx.clock.now();
      } catch (error) {
        if (!(error instanceof DomainError)) ctx.log.error({ err: error, work_pool: name }, "A worker's heartbeat could not be kept.");
        return end(socket, error instanceof DomainError ? "authorization_failed" : "heartbeat_persistence_failed");
      }
      await tell("heartbeat_reconciliation");
    },
    stop(how) {
      // One that was lost may only have stalled: it has the time that its heartbeats may stay away.
      if (how === "left") depart();
      deaf();
      hints?.();
      cleanups.stop();
      callOff?.();
    },
  };
};
