/** The frames of the socket that a worker may hold instead of sending its signs of life one by one (events.md §3.6). */
import {
  Bool,
  Closed,
  Default,
  Instant,
  Integer,
  JsonObject,
  List,
  Nullable,
  OneOf,
  Optional,
  type Parsed,
  Text,
  Uuid,
  With,
} from "./schema.ts";

export const channelVersion = "work_pool_worker_channel.v1";
/** What every worker that connects asks for. */
export const requiredCapabilities = ["worker_heartbeat.v1", "work_pool_snapshot.v1"] as const;

/** Asked for by workers that tear down what others left running. */
export const cleanupCapability = "cleanup_delivery.v1";

/**
 * Ours: a worker that asks for it is sent `work_pool.runs_due.v1` (with an empty payload) whenever a poll may find something to
 * start: a run fell due, or a slot it waits for got free. Other servers list it among the rejected capabilities, and the worker polls.
 */
export const dueRunsCapability = "runs_due.v1";

const filled = With(Text, { minLength: 1 });
const positive = With(Integer, { exclusiveMinimum: 0 });
const frame = { id: Uuid, sent_at: Instant } as const;

/** The first frame of a worker: who it is and what it can do. */
export const WorkerHello = Closed({
  ...frame,
  type: OneOf("worker.hello.v1"),
  payload: Closed({
    consumer_id: Uuid,
    worker_name: filled,
    worker_type: filled,
    heartbeat_interval_seconds: positive,
    supported_channel_versions: With(List(filled), { minItems: 1 }),
    requested_capabilities: With(List(filled), { minItems: 1 }),
    work_queue_names: Default(List(filled), []),
    handled_cleanup_kinds: Default(List(OneOf("cancelling_timeout_teardown.v1", "pending_claim_teardown.v1")), []),
    max_cleanup_concurrency: Optional(With(Integer, { minimum: 0 })),
    create_pool_if_not_found: Default(Bool, false),
    default_base_job_template: Default(JsonObject, {}),
    worker_metadata: Default(Nullable(JsonObject), null),
  }),
});
export type WorkerHello = Parsed<typeof WorkerHello>;

export const WorkerHeartbeat = Closed({
  ...frame,
  type: OneOf("worker.heartbeat.v1"),
  payload: Closed({ consumer_id: Uuid, worker_name: filled, heartbeat_interval_seconds: positive }),
});
export type WorkerHeartbeat = Parsed<typeof WorkerHeartbeat>;

const reservation = { message_id: Uuid, reservation_token: filled } as const;

/** What a worker says of a teardown it was given: that it is done, or that it takes longer. */
export const WorkerCleanupAck = Closed({
  ...frame,
  type: OneOf("cleanup.ack.v1", "cleanup.renew.v1"),
  payload: Closed(reservation),
});

/** That the worker gives it back, and why. */
export const WorkerCleanupRelease = Closed({
  ...frame,
  type: OneOf("cleanup.release.v1"),
  payload: Closed({ ...reservation, reason: filled }),
});
