import { setTimeout as wait } from "node:timers/promises";
import { createIds } from "@millrace/contract";

/** Time, chance and ids as runs see them; tests and simulations bring their own. */
export interface World {
  /** Microseconds since 1970. */
  readonly nowMicros: () => number;
  /** Ids that sort by time. */
  readonly newId: () => string;
  readonly randomId: () => string;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** Rejects with the signal's reason when it fires. */
  readonly sleep: (seconds: number, signal?: AbortSignal) => Promise<void>;
  /** Calls after some seconds unless the returned function is called first. An idle one does not keep the process alive. */
  readonly after: (seconds: number, call: () => void, options?: { readonly idle?: boolean }) => () => void;
}

export const createRealWorld = (): World => ({
  nowMicros: () => Math.round((performance.timeOrigin + performance.now()) * 1000),
  newId: createIds(Date.now, (into) => crypto.getRandomValues(into)),
  randomId: () => crypto.randomUUID(),
  random: Math.random,
  sleep: async (seconds, signal) => {
    try {
      await wait(seconds * 1000, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    }
  },
  after: (seconds, call, { idle = false } = {}) => {
    const timer = setTimeout(call, seconds * 1000);
    if (idle) timer.unref();
    return () => clearTimeout(timer);
  },
});

/** Waits for something, but not longer than some seconds; tells whether it came. */
export const within = async (world: World, seconds: number, awaited: Promise<unknown>): Promise<boolean> => {
  const { promise: limit, resolve } = Promise.withResolvers<false>();
  const clear = world.after(seconds, () => resolve(false));
  try {
    return await Promise.race([awaited.then(() => true as const), limit]);
  } finally {
    clear();
  }
};
