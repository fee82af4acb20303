import { type Json, WorkerCleanupAck, WorkerCleanupRelease } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { tryRead } from "../../wire/read.ts";
import { lookAgain } from "./look-again.ts";
import {
  type CleanupConsumer,
  type CleanupOutcome,
  type CleanupReservation,
  noRoom,
  reserveCleanup,
  settleCleanup,
} from "./worker-cleanups.ts";

interface Recipient extends CleanupConsumer {
  readonly send: (type: string, payload: object) => void;
}

interface CleanupDelivery {
  /** Answers a frame; false when it is about something else. */
  receive(frame: Json | undefined): Promise<boolean>;
  stop(): void;
}

const messageOf = ({ id, expiration, deliveries, ...given }: CleanupReservation) => ({
  message_id: id,
  kind: given.kind,
  reservation_token: given.reservation_token,
  lease_expires_at: expiration,
  delivery_count: deliveries,
  work_queue_id: given.work_queue_id,
  target: given.target,
  data: {},
});

/** How long a worker that had no room is left alone. */
const makeRoomMillis = 1000;

/** What a worker asks for; undefined when it is about something else. */
const readRequest = (frame: Json | undefined) => {
  const ack = tryRead(WorkerCleanupAck, frame);
  if (!("problem" in ack))
    return { ...ack.value, operation: ack.value.type === "cleanup.ack.v1" ? "ack" : "renew", why: undefined } as const;
  const release = tryRead(WorkerCleanupRelease, frame);
  return "problem" in release ? undefined : ({ ...release.value, operation: "release", why: release.value.payload.reason } as const);
};

const notGiven: CleanupOutcome = { status: "unauthorized", reason: "cleanup_delivery_not_accepted", lease_expires_at: null };
const failed: CleanupOutcome = { status: "error", reason: "cleanup_queue_operation_failed", lease_expires_at: null };

/**
 * Gives a worker teardowns as they come up, as many as it takes at once, and hears what becomes of them (events.md §3.6). What
 * other servers ask for is seen a second later. A worker that goes has its teardowns until their time is over: it may come back.
 */
export const deliverCleanups = (ctx: Context, recipient: Recipient): CleanupDelivery => {
  const takesAny = recipient.most > 0;
  let stopped = false;
  let looking = false;
  let again = false;
  let stopWaiting: (() => void) | undefined;
  const giveAll = async (): Promise<void> => {
    for (let given = await reserveCleanup(ctx, recipient); given !== undefined; given = await reserveCleanup(ctx, recipient)) {
      if (stopped) return takeBack(given);
      recipient.send("cleanup.message.v1", messageOf(given));
    }
  };
  /** The worker went before it was given it. */
  const takeBack = async ({ id, work_pool_id, reservation_token }: CleanupReservation): Promise<void> => {
    const said = { poolId: work_pool_id, messageId: id, token: reservation_token, why: "connection_unavailable" };
    await settleCleanup(ctx, { ...said, operation: "release" });
  };
  const look = (): void => {
    again = looking;
    if (!takesAny || stopped || looking || stopWaiting !== undefined) return;
    looking = true;
    giveAll()
      .catch((error: unknown) =>
        ctx.log.warn({ err: error, work_pool: recipient.poolId }, "A worker could not be given what to tear down."),
      )
      .finally(() => {
        looking = false;
        if (again) look();
      });
  };
  const waitForRoom = (): void => {
    stopWaiting ??= ctx.clock.after(makeRoomMillis, () => {
      stopWaiting = undefined;
      look();
    });
  };
  const settle = ({ operation, payload, why }: NonNullable<ReturnType<typeof readRequest>>): Promise<CleanupOutcome> =>
    settleCleanup(ctx, { operation, why, poolId: recipient.poolId, messageId: payload.message_id, token: payload.reservation_token }).catch(
      (error: unknown) => {
        ctx.log.error({ err: error, work_pool: recipient.poolId }, "What a worker said of a teardown could not be kept.");
        return failed;
      },
    );
  const subscriptions = takesAny
    ? [ctx.bus.cleanups.listen((pools) => pools.includes(recipient.poolId) && look()), lookAgain(ctx, look)]
    : [];
  look();
  return {
    async receive(frame) {
      const request = readRequest(frame);
      if (request === undefined) return false;
      if (request.why === noRoom) waitForRoom();
      const outcome = takesAny ? await settle(request) : notGiven;
      const { message_id } = request.payload;
      recipient.send("cleanup.operation_result.v1", {
        request_frame_id: request.id,
        message_id,
        operation: request.operation,
        ...outcome,
        detail: null,
      });
      look();
      return true;
    },
    stop() {
      stopped = true;
      stopWaiting?.();
      for (const unsubscribe of subscriptions) unsubscribe();
    },
  };
};
