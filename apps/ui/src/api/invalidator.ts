import type { ReceivedEvent } from "@millrace/contract";
import type { QueryClient } from "@tanstack/react-query";
import { reaches, type Touch, touchOf } from "./live-table.ts";

/** Milliseconds between two rounds of asking again, so that a busy server is not asked for every event. */
const pause = 1_000;

export interface Invalidator {
  readonly apply: (events: readonly ReceivedEvent[]) => void;
  readonly stop: () => void;
}

/** Asks again for what events have touched: at once for the first, and together for all that come shortly after. */
export const createInvalidator = (queries: QueryClient, after: (milliseconds: number, callback: () => void) => () => void): Invalidator => {
  let waiting: Touch[] = [];
  let forget: (() => void) | undefined;
  const run = (): void => {
    const touches = waiting;
    waiting = [];
    if (touches.length === 0) {
      forget = undefined;
      return;
    }
    forget = after(pause, run);
    void queries.invalidateQueries({ predicate: ({ queryKey }) => touches.some((touch) => reaches(touch, queryKey)) });
  };
  return {
    apply: (events) => {
      waiting.push(...events.map(touchOf));
      if (forget === undefined) run();
    },
    stop: () => forget?.(),
  };
};
