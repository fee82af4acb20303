import { targetsOf } from "./adjacency.ts";
import { endOf, type GraphModel, spanOf } from "./graph-model.ts";
import { isWaiting } from "./state-codes.ts";

/** One node of the chain that decided how long the run took. Times in milliseconds. */
export interface CriticalStep {
  readonly index: number;
  /** No data led from the step before to this one; that one was only the last to end before this began. */
  readonly isInferred: boolean;
  /** Between the end of the step before, or the start of the run, and the start of this one. */
  readonly wait: number;
  /** What it adds to the chain: from its start, or the end of the step before where that is later, to its end. */
  readonly duration: number;
  /** The part of the run's wall time that it adds, between 0 and 1. */
  readonly share: number;
}

/**
 * The chain of nodes that decided when the run ended, first to last: back from the node that ended last to the parent that
 * ended last, or where it has no parent to whatever ended last before it began (ui.md §3.3).
 */
export const findCriticalPath = (model: GraphModel, now: number): CriticalStep[] => {
  const ends = Float64Array.from({ length: model.count }, (_, index) => endOf(model, index, now));
  const isOnPath = new Uint8Array(model.count);
  const path: { index: number; isInferred: boolean }[] = [];
  const byEnd = orderByEnd(model, ends);
  let index = byEnd.at(-1);
  while (index !== undefined) {
    isOnPath[index] = 1;
    const parent = findLastParent(model, { index, ends, isOnPath });
    const earlier =
      parent ?? (targetsOf(model.parents, index).length === 0 ? findLastBefore(model, { index, ends, isOnPath, byEnd }) : undefined);
    path.push({ index, isInferred: parent === undefined && earlier !== undefined });
    index = earlier;
  }
  return measure(model, { path: path.reverse(), ends, now });
};

interface Search {
  readonly index: number;
  readonly ends: Float64Array;
  readonly isOnPath: Uint8Array;
}

/** What has begun, in the order it ended; of those that ended together the first row comes last. */
const orderByEnd = (model: GraphModel, ends: Float64Array): number[] => {
  const begun = Array.from(ends.keys()).filter((index) => !isWaiting(model.states[index] ?? 0));
  return begun.sort((one, other) => (ends[one] ?? 0) - (ends[other] ?? 0) || other - one);
};

const findLastParent = (model: GraphModel, { index, ends, isOnPath }: Search): number | undefined => {
  let last: number | undefined;
  for (const parent of targetsOf(model.parents, index)) {
    if (isOnPath[parent] === 1) continue;
    const difference = last === undefined ? 1 : (ends[parent] ?? 0) - (ends[last] ?? 0);
    if (last === undefined || difference > 0 || (difference === 0 && parent < last)) last = parent;
  }
  return last;
};

const findLastBefore = (model: GraphModel, search: Search & { readonly byEnd: readonly number[] }): number | undefined => {
  const { index, ends, isOnPath, byEnd } = search;
  const start = model.starts[index] ?? 0;
  let low = 0;
  let high = byEnd.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[byEnd[middle] ?? 0] ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  while (low > 0 && isOnPath[byEnd[low - 1] ?? 0] === 1) low--;
  return byEnd[low - 1];
};

interface Chain {
  readonly path: readonly { readonly index: number; readonly isInferred: boolean }[];
  readonly ends: Float64Array;
  readonly now: number;
}

const measure = (model: GraphModel, { path, ends, now }: Chain): CriticalStep[] => {
  const { from, to } = spanOf(model, now);
  let reached = from;
  return path.map(({ index, isInferred }) => {
    const start = model.starts[index] ?? reached;
    const end = ends[index] ?? start;
    const wait = Math.max(start - reached, 0);
    const duration = Math.max(end - Math.max(start, reached), 0);
    reached = Math.max(reached, end);
    return { index, isInferred, wait, duration, share: duration / (to - from) };
  });
};
