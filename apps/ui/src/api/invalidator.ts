import type { ReceivedEvent } from "@millrace/contract";
import type { QueryClient } from "@tanstack/react-query";
import { reaches, type Touch, touchOf } from "./live-table.ts";

/**
 * Milliseconds between two rounds of asking again, so that a busy server is not asked for every event. With the time in which events
 * are gathered, what the server has recorded is on the screen within a second.
 */
const pause = 500;

export interface Invalidator {
  readonly apply: (events: readonly ReceivedEvent[]) => void;
  readonly stop: () => void;
}

/**
 * Asks again for what events have touched: at once for the first, and together for all that come shortly after. An answer that is
 * slow is waited for and asked for once more afterwards: thrown away for a newer one, it would never come from a busy server.
 */
export const createInvalidator = (queries: QueryClient, after: (milliseconds: number, callback: () => void) => () => void): Invalidator => {
  let waiting: Touch[] = [];
  /** Touched while they were asking, by their hash. */
  let owed: ReadonlySet<string> = new Set();
  let forget: (() => void) | undefined;
  const run = (): void => {
    const touches = waiting;
    const before = owed;
    const asking = new Set<string>();
    waiting = [];
    owed = asking;
    if (touches.length + before.size === 0) {
      forget = undefined;
      return;
    }
    forget = after(pause, run);
    void queries.invalidateQueries({
      predicate: ({ queryHash, queryKey, state: { fetchStatus } }) => {
        if (!before.has(queryHash) && !touches.some((touch) => reaches(touch, queryKey))) return false;
        if (fetchStatus === "fetching") asking.add(queryHash);
        return fetchStatus !== "fetching";
      },
    });
  };
  return {
    apply: (events) => {
      waiting.push(...events.map(touchOf));
      if (forget === undefined) run();
    },
    stop: () => forget?.(),
  };
};
