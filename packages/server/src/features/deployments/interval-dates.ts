const day = 86_400_000_000;

/** From a day on an interval follows the wall clock, so that nine stays nine; below it is elapsed time (server.md §6.1). */
export const followsWallClock = (interval: number): boolean => interval >= day;

interface Steps {
  readonly anchor: number;
  readonly interval: number;
  readonly start: number;
}

/** `anchor + k · interval` for every k that reaches `start`, all in microseconds. The anchor may lie on either side. */
export function* steps({ anchor, interval, start }: Steps): Generator<number> {
  for (let index = Math.ceil((start - anchor) / interval); ; index += 1) yield anchor + index * interval;
}
