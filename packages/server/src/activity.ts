import type { Instant } from "@millrace/contract";
import type { Clock } from "./clock.ts";

/** Whether anybody talks with this server, so that it can tell that nobody does. */
export interface Activity {
  /** Somebody asked something. */
  note(): void;
  /** Somebody opened a socket; to be called back when it is closed. */
  open(): () => void;
  /** Since when nobody has asked anything and no socket is open; undefined while one is. */
  idleSince(): Instant | undefined;
}

export const createActivity = (clock: Clock): Activity => {
  let last = clock.now();
  let sockets = 0;
  const note = (): void => {
    last = clock.now();
  };
  return {
    note,
    open() {
      sockets++;
      return () => {
        sockets--;
        note();
      };
    },
    idleSince: () => (sockets > 0 ? undefined : last),
  };
};
