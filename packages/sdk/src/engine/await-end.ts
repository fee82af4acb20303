import type { State } from "@millrace/contract";
import type { World } from "../session/world.ts";
import { isFinal } from "./task-record.ts";

export interface Waiting<T> {
  readonly world: World;
  /** Asks the server for the run. */
  readonly look: () => Promise<T>;
  /** Seconds between two looks, once the run turns out to take its time. */
  readonly interval: number;
  /** Microseconds since 1970; no bound unless given. */
  readonly deadline?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Waits until a run of another process has ended; undefined when the deadline comes first. Rejects when the signal fires. */
export const awaitEnd = async <T extends { readonly state: State | null }>({
  world,
  look,
  interval,
  deadline = Number.POSITIVE_INFINITY,
  signal,
}: Waiting<T>): Promise<T | undefined> => {
  // A short run is worth a quick look; a long one is looked at as often as asked for.
  for (let pause = Math.min(0.25, interval); ; pause = Math.min(pause * 2, interval)) {
    const run = await look();
    if (run.state !== null && isFinal(run.state.type)) return run;
    const left = (deadline - world.nowMicros()) / 1_000_000;
    if (left <= 0) return undefined;
    await world.sleep(Math.min(pause, left), signal);
  }
};
