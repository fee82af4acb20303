import { createContext, useContext } from "react";

/** How a page tells people what happened. */
export interface Say {
  readonly done: (text: string) => void;
  /** What was attempted, and why it did not work. */
  readonly failed: (attempted: string, error: unknown) => void;
}

const silent: Say = { done: () => undefined, failed: () => undefined };

/** Outside the app, in a test of one component, nobody listens. */
export const SayContext = createContext<Say>(silent);

export const useSay = (): Say => useContext(SayContext);
