import { fromMicros, type Instant, withFraction } from "@millrace/contract";

/** Time as the server sees it. Injected, so that tests and simulations own it. */
export interface Clock {
  now(): Instant;
  /** Microseconds since 1970. */
  micros(): number;
  /** Calls `run` after the given milliseconds; returns how to call it off. Never keeps the process alive. */
  after(millis: number, run: () => void): () => void;
  /** Calls `run` once what already arrived from outside has been taken in. */
  soon(run: () => void): void;
}

/** A timer cannot wait longer than this; who needs to asks again. */
export const longestWaitMillis = 2 ** 31 - 1;

export const systemClock = (): Clock => {
  // performance.now() has the microseconds that Date lacks; re-anchored so that corrections of the system time are followed.
  let anchor = Date.now() * 1000 - Math.round(performance.now() * 1000);
  const micros = (): number => {
    const precise = anchor + Math.round(performance.now() * 1000);
    const coarse = Date.now() * 1000;
    if (Math.abs(precise - coarse) < 2000) return precise;
    anchor += coarse - precise;
    return coarse;
  };
  let second = { begins: Number.NaN, text: "" };
  const now = (): Instant => {
    const at = micros();
    const fraction = at % 1_000_000;
    // The time is asked for many times a second, and printing it is most of what that costs.
    if (second.begins !== at - fraction) second = { begins: at - fraction, text: fromMicros(at - fraction).slice(0, -1) };
    return withFraction(second.text, fraction);
  };
  return {
    micros,
    now,
    after(millis, run) {
      const timer = setTimeout(run, Math.min(Math.max(millis, 0), longestWaitMillis));
      timer.unref();
      return () => clearTimeout(timer);
    },
    soon: (run) => void setImmediate(run),
  };
};
