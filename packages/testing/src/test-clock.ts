import { fromMicros, toMicros } from "@millrace/contract";
import type { Clock } from "@millrace/server";

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** A clock that stands still until it is told to go on. Timers fire in order as it passes them. */
export interface TestClock extends Clock {
  /** Goes on by a duration such as "3m", letting everything that falls due run to its end. */
  advance(duration: string): Promise<void>;
}

const units: Readonly<Record<string, number>> = { ms: 1000, s: 1_000_000, m: 60_000_000, h: 3_600_000_000, d: 86_400_000_000 };

const microsOf = (duration: string): number => {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(duration);
  if (match === null) throw new Error(`"${duration}" is no duration; write it like 30s, 5m or 2d.`);
  return Number(match[1]) * (units[match[2] ?? ""] ?? 0);
};

/** Lets everything run that needs no time to pass. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 25; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
};

export const createTestClock = (start = "2026-01-01T00:00:00Z"): TestClock => {
  let micros = toMicros(start);
  const timers = new Set<Timer>();
  const nextDue = (until: number): Timer | undefined =>
    [...timers].filter((timer) => timer.at <= until).sort((one, other) => one.at - other.at)[0];
  return {
    // Two looks at the clock never see the same moment, as in life.
    micros: () => ++micros,
    now: () => fromMicros(++micros),
    after(millis, run) {
      const timer = { at: micros + Math.ceil(millis * 1000), run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    soon: (run) => void setImmediate(run),
    async advance(duration) {
      const until = micros + microsOf(duration);
      await settle();
      for (let timer = nextDue(until); timer !== undefined; timer = nextDue(until)) {
        timers.delete(timer);
        micros = Math.max(micros, timer.at);
        timer.run();
        await settle();
      }
      micros = Math.max(micros, until);
      await settle();
    },
  };
};
