const day = 86_400_000_000;

/** From a day on an interval follows the wall clock, so that nine stays nine; below it is elapsed time (server.md §6.1). */
export const followsWallClock = (interval: number): boolean => interval >= day;

interface Steps {
  readonly anchor: number;
  readonly interval: number;
  readonly start: number;
}

/** A day before times stop being four-digit years, in microseconds: what lies beyond cannot be written, nor reckoned with. */
const endOfTime = 253_402_214_400_000_000;

/**
 * `anchor + k · interval` for every k that reaches `start`, all in microseconds. The anchor may lie on either side. Ends with the
 * year 9999, which an interval of millennia reaches at once.
 */
export function* steps({ anchor, interval, start }: Steps): Generator<number> {
  let index = Math.ceil((start - anchor) / interval);
  for (let next = anchor + index * interval; next < endOfTime; next = anchor + ++index * interval) yield next;
}
