import { compareInstants, type PauseWindow, toMicros } from "@millrace/contract";
import type { DeploymentScheduleTable } from "../../db/schema.ts";
import { invalid } from "../../errors.ts";
import { readPolicy } from "../run-states/schedule-standing.ts";

/** When a stored schedule rests. */
export const pausesOf = ({ policy }: Pick<DeploymentScheduleTable, "policy">): readonly PauseWindow[] =>
  policy === null ? [] : readPolicy(policy).pause_windows;

/** The years in which microseconds are exact numbers. */
const [earliest, latest] = [toMicros("1970-01-01T00:00:00Z"), toMicros("2250-01-01T00:00:00Z")];

const quoted = ({ start_time, end_time }: PauseWindow): string => `from ${start_time} to ${end_time}`;

/** The windows in the order of time. Throws `invalid` for one that is no period, and for two that overlap: one reason would be lost. */
export const checkPauseWindows = (windows: readonly PauseWindow[]): readonly PauseWindow[] => {
  const sorted = windows.toSorted((one, other) => compareInstants(one.start_time, other.start_time));
  for (const [index, window] of sorted.entries()) {
    const [start, end] = [toMicros(window.start_time), toMicros(window.end_time)];
    if (start < earliest || end > latest) throw invalid("Pause windows lie between the years 1970 and 2250.");
    if (start >= end) throw invalid(`A pause window has to end after its start; one goes ${quoted(window)}.`);
    const next = sorted[index + 1];
    if (next !== undefined && toMicros(next.start_time) < end)
      throw invalid(`The pause windows ${quoted(window)} and ${quoted(next)} overlap. Make one of them, or let the second start later.`);
  }
  return sorted;
};

interface Rest {
  /** Microseconds since 1970. */
  readonly from: number;
  readonly pauses: readonly PauseWindow[];
}

/** The moments of a schedule that are in no pause window. It leaps over a window, so that a long one costs nothing. */
export function* outsidePauses(open: (from: number) => Iterable<number>, { from, pauses }: Rest): Generator<number> {
  const spans = pauses.map(({ start_time, end_time }) => ({ start: toMicros(start_time), end: toMicros(end_time) }));
  let next: number | undefined = from;
  while (next !== undefined) {
    const start: number = next;
    next = undefined;
    for (const moment of open(start)) {
      next = spans.find((span) => span.start <= moment && moment < span.end)?.end;
      if (next !== undefined) break;
      yield moment;
    }
  }
}
