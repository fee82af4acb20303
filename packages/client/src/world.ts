import { setTimeout as wait } from "node:timers/promises";

/** Chance, ids and waiting, as the client uses them; tests bring their own. */
export interface World {
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  readonly newId: () => string;
  /** Rejects with the signal's reason when it fires. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export const realWorld: World = {
  random: Math.random,
  newId: () => crypto.randomUUID(),
  sleep: async (milliseconds, signal) => {
    try {
      await wait(milliseconds, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    }
  },
  now: Date.now,
};
