/** Wall clocks and instants of one zone. A wall clock is the microseconds since 1970 its digits would mean in UTC. */

const day = 86_400_000_000;

interface ZonedDateTime {
  readonly offsetNanoseconds: number;
  getTimeZoneTransition(direction: "next"): { readonly epochMilliseconds: number } | null;
}

/** The little of Temporal that is needed here; the runtime's own and the polyfill both fit. */
export interface Clockwork {
  readonly Instant: { fromEpochMilliseconds(millis: number): { toZonedDateTimeISO(zone: string): ZonedDateTime } };
}

/** The runtime's Temporal. Node 24 has none, and only there is the polyfill read. */
export const loadClockwork = async (): Promise<Clockwork> =>
  "Temporal" in globalThis ? globalThis.Temporal : (await import("temporal-polyfill")).Temporal;

/** What one wall clock means. `second` is the other occurrence of a time that happens twice. */
export interface Moment {
  readonly first: number;
  readonly second?: number;
  /** No later wall clock means an earlier instant than this. */
  readonly floor: number;
}

export interface Zone {
  /** Microseconds the zone is ahead of UTC at an instant. */
  offsetAt(micros: number): number;
  /** A skipped time moves forward by what the clock skipped. */
  momentOf(wall: number): Moment;
  /** A wall clock so early that everything at or after `micros` comes from it or a later one. */
  earliestWall(micros: number): number;
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly offset: number;
}

/** Throws a `RangeError` when the runtime does not know the zone. */
export const createZone = (clockwork: Clockwork, name: string): Zone => {
  const spans: Span[] = [];

  const measure = (micros: number): Span => {
    const here = clockwork.Instant.fromEpochMilliseconds(Math.floor(micros / 1000)).toZonedDateTimeISO(name);
    const next = here.getTimeZoneTransition("next");
    const span = {
      start: micros,
      end: next === null ? Number.POSITIVE_INFINITY : next.epochMilliseconds * 1000,
      offset: here.offsetNanoseconds / 1000,
    };
    spans.push(span);
    return span;
  };
  const offsetAt = (micros: number): number => (spans.find((span) => span.start <= micros && micros < span.end) ?? measure(micros)).offset;

  const momentOf = (wall: number): Moment => {
    const [before, after] = [offsetAt(wall - day), offsetAt(wall + day)];
    const [early, late] = [wall - before, wall - after];
    const floor = Math.min(early, late);
    if (before === after) return { first: early, floor };
    const earlyExists = offsetAt(early) === before;
    const lateExists = offsetAt(late) === after;
    if (earlyExists && lateExists) return { first: early, second: late, floor };
    return { first: lateExists ? late : early, floor };
  };
  return { offsetAt, momentOf, earliestWall: (micros) => micros + Math.min(offsetAt(micros - day), offsetAt(micros + day)) };
};

interface Reading {
  readonly zone: Zone;
  readonly from: number;
  /** Whether a wall clock that happens twice counts twice, as it must for what runs every hour. */
  readonly repeats: boolean;
}

/**
 * The instants of ascending wall clocks, ascending and without duplicates. Around a clock change the order of the two
 * differs, so instants wait until nothing earlier can follow.
 */
export function* instantsOf(walls: Iterable<number>, { zone, from, repeats }: Reading): Generator<number> {
  let last = from - 1;
  let waiting: number[] = [];
  for (const wall of walls) {
    const { first, second, floor } = zone.momentOf(wall);
    waiting.push(first);
    if (repeats && second !== undefined) waiting.push(second);
    waiting.sort((one, other) => one - other);
    const held = waiting.findIndex((micros) => micros > floor);
    const ready = held === -1 ? waiting : waiting.slice(0, held);
    waiting = held === -1 ? [] : waiting.slice(held);
    for (const micros of ready) {
      if (micros <= last) continue;
      last = micros;
      yield micros;
    }
  }
  for (const micros of waiting) {
    if (micros <= last) continue;
    last = micros;
    yield micros;
  }
}
