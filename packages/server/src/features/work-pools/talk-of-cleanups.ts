import { type Json, WorkerCleanupRelease, WorkerCleanupWord } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { tryRead } from "../../wire/read.ts";
import { lookAgain } from "./look-again.ts";
import {
  type CleanupConsumer,
  type CleanupOperation,
  type CleanupOutcome,
  type CleanupReservation,
  reserveCleanup,
  settleCleanup,
} from "./worker-cleanups.ts";

interface Party extends CleanupConsumer {
  readonly send: (type: string, payload: object) => void;
}

interface Talk {
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

const operations: Readonly<Record<string, CleanupOperation>> = { "cleanup.ack.v1": "ack", "cleanup.renew.v1": "renew" };

const readWord = (frame: Json | undefined) => {
  const word = tryRead(WorkerCleanupWord, frame);
  if (!("problem" in word)) return { ...word.value, operation: operations[word.value.type] ?? "renew", why: undefined };
  const release = tryRead(WorkerCleanupRelease, frame);
  return "problem" in release ? undefined : { ...release.value, operation: "release" as const, why: release.value.payload.reason };
};

const notGiven: CleanupOutcome = { status: "unauthorized", reason: "cleanup_delivery_not_accepted", lease_expires_at: null };
const failed: CleanupOutcome = { status: "error", reason: "cleanup_queue_operation_failed", lease_expires_at: null };

/**
 * Gives a worker teardowns as they come up, as many as it takes at once, and hears what becomes of them (events.md §3.6). What
 * other servers ask for is seen a second later. A worker that goes has its teardowns until their time is over: it may come back.
 */
export const talkOfCleanups = (ctx: Context, party: Party): Talk => {
  const takesAny = party.most > 0;
  let stopped = false;
  let looking = false;
  let again = false;
  const giveAll = async (): Promise<void> => {
    for (let given = await reserveCleanup(ctx, party); given !== undefined; given = await reserveCleanup(ctx, party)) {
      if (stopped) return takeBack(given);
      party.send("cleanup.message.v1", messageOf(given));
    }
  };
  /** The worker went before it was given it. */
  const takeBack = async ({ id, work_pool_id, reservation_token }: CleanupReservation): Promise<void> => {
    const said = { poolId: work_pool_id, messageId: id, token: reservation_token, why: "connection_unavailable" };
    await settleCleanup(ctx, { ...said, operation: "release" });
  };
  const look = (): void => {
    again = looking;
    if (!takesAny || stopped || looking) return;
    looking = true;
    giveAll()
      .catch((error: unknown) => ctx.log.warn({ err: error, work_pool: party.poolId }, "A worker could not be given what to tear down."))
      .finally(() => {
        looking = false;
        if (again) look();
      });
  };
  const settle = ({ operation, payload, why }: NonNullable<ReturnType<typeof readWord>>): Promise<CleanupOutcome> =>
    settleCleanup(ctx, { operation, why, poolId: party.poolId, messageId: payload.message_id, token: payload.reservation_token }).catch(
      (error: unknown) => {
        ctx.log.error({ err: error, work_pool: party.poolId }, "What a worker said of a teardown could not be kept.");
        return failed;
      },
    );
  const deaf = takesAny ? [ctx.bus.cleanups.listen((pools) => pools.includes(party.poolId) && look()), lookAgain(ctx, look)] : [];
  look();
  return {
    async receive(frame) {
      const word = readWord(frame);
      if (word === undefined) return false;
      const outcome = takesAny ? await settle(word) : notGiven;
      const { message_id } = word.payload;
      party.send("cleanup.operation_result.v1", {
        request_frame_id: word.id,
        message_id,
        operation: word.operation,
        ...outcome,
        detail: null,
      });
      look();
      return true;
    },
    stop() {
      stopped = true;
      for (const stopListening of deaf) stopListening();
    },
  };
};
