import type { Log } from "@millrace/contract";

type Listener<T> = (items: readonly T[]) => void;

/** Fans out what this process committed to whoever listens in it. */
export interface Channel<T> {
  readonly isHeard: boolean;
  publish(items: readonly T[]): void;
  /** Returns how to stop listening. */
  listen(listener: Listener<T>): () => void;
}

export interface Bus {
  /** Rings when events were committed; event-tail.ts then reads them in order. */
  readonly committed: Channel<void>;
  readonly logs: Channel<Log>;
  /** Ids of work pools that have changed or are gone. */
  readonly workPools: Channel<string>;
  /** Ids of work pools in which a run is due sooner than it was. */
  readonly dueRuns: Channel<string>;
  /** Ids of work pools in which there is something to tear down. */
  readonly cleanups: Channel<string>;
  /** Rings when a background task run waits for a worker. */
  readonly waitingTaskRuns: Channel<void>;
}

const createChannel = <T>(): Channel<T> => {
  const listeners = new Set<Listener<T>>();
  return {
    get isHeard() {
      return listeners.size > 0;
    },
    publish(items) {
      for (const listener of listeners) listener(items);
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};

export const createBus = (): Bus => ({
  committed: createChannel(),
  logs: createChannel(),
  workPools: createChannel(),
  dueRuns: createChannel(),
  cleanups: createChannel(),
  waitingTaskRuns: createChannel(),
});
