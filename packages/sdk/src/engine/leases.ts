import { isClientError } from "@millrace/client";
import type { Session } from "../session/session.ts";

export interface Lease {
  readonly id: string;
  /** Seconds. */
  readonly duration: number;
}

const renewPart = 0.75;
const renewTries = 3;

const renew = async ({ client, world }: Session, { id, duration }: Lease): Promise<void> => {
  const outgoing = { method: "POST", path: `/v2/concurrency_limits/leases/${id}/renew`, body: { lease_duration: duration } };
  for (let tries = 1; ; tries += 1) {
    try {
      await client.request(outgoing);
      return;
    } catch (error) {
      // A lease that is gone does not come back.
      if (tries >= renewTries || (isClientError(error) && error.status === 410)) throw error;
      await world.sleep(1 + world.random());
    }
  }
};

/** Renews a lease in time until the returned function is called. `onLost` is told when it could not be kept (sdk.md §14). */
export const keepLease = (session: Session, lease: Lease, onLost: (error: unknown) => void): (() => void) => {
  let isOver = false;
  let stopTimer: () => void = () => {};
  const wait = (): void => {
    stopTimer = session.world.after(
      lease.duration * renewPart,
      () => {
        renew(session, lease).then(
          () => (isOver ? undefined : wait()),
          (error: unknown) => (isOver ? undefined : onLost(error)),
        );
      },
      { idle: true },
    );
  };
  wait();
  return () => {
    isOver = true;
    stopTimer();
  };
};
