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
  typeof Temporal === "undefined" ? (await import("temporal-polyfill")).Temporal : Temporal;

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

const utc: Zone = { offsetAt: () => 0, momentOf: (wall) => ({ first: wall, floor: wall }), earliestWall: (micros) => micros };

const checkName = (clockwork: Clockwork, name: string): void => {
  try {
    clockwork.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
  } catch (cause) {
    throw new RangeError(`"${name}" is not a zone this server knows. Use a name of the IANA tz database such as America/New_York.`, {
      cause,
    });
  }
};

/** Throws a `RangeError` when the runtime does not know the zone. */
export const createZone = (clockwork: Clockwork, name: string): Zone => {
  if (name === "UTC") return utc;
  checkName(clockwork, name);
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

/** Keeps a list ascending. New instants belong near its end. */
const insert = (list: number[], micros: number): void => {
  let place = list.length;
  while (place > 0 && (list[place - 1] ?? 0) > micros) place -= 1;
  list.splice(place, 0, micros);
};

/** All readings of ascending wall clocks, ascending. Each waits until no later wall clock can mean something earlier. */
function* inOrder(walls: Iterable<number>, zone: Zone, repeats: boolean): Generator<number> {
  const waiting: number[] = [];
  for (const wall of walls) {
    const { first, second, floor } = zone.momentOf(wall);
    const isNext = first <= floor && first <= (waiting[0] ?? Number.POSITIVE_INFINITY);
    if (isNext) yield first;
    else insert(waiting, first);
    if (repeats && second !== undefined) insert(waiting, second);
    let ready = 0;
    while ((waiting[ready] ?? Number.POSITIVE_INFINITY) <= floor) ready += 1;
    yield* waiting.splice(0, ready);
  }
  yield* waiting;
}

/** The instants at or after `from` of ascending wall clocks, ascending and without duplicates. */
export function* instantsOf(walls: Iterable<number>, { zone, from, repeats }: Reading): Generator<number> {
  let last = from - 1;
  for (const micros of inOrder(walls, zone, repeats)) {
    if (micros <= last) continue;
    last = micros;
    yield micros;
  }
}
