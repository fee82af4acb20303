import { endOf, type GraphModel, spanOf } from "./graph-model.ts";
import { isWaiting } from "./state-codes.ts";

export interface Period {
  readonly from: number;
  readonly to: number;
}

/** A gap shorter than this part of the run is not worth hiding. */
const leastShare = 0.03;

/** The times in which no node ran, each at least a fair part of the whole, in order. Milliseconds since 1970. */
export const listIdleGaps = (model: GraphModel, now: number): Period[] => {
  const { from, to } = spanOf(model, now);
  const least = (to - from) * leastShare;
  const begun = Array.from(model.starts.keys()).filter((index) => !isWaiting(model.states[index] ?? 0));
  begun.sort((one, other) => (model.starts[one] ?? 0) - (model.starts[other] ?? 0));
  const gaps: Period[] = [];
  let reached = from;
  for (const index of begun) {
    const start = model.starts[index] ?? reached;
    if (start - reached >= least) gaps.push({ from: reached, to: start });
    reached = Math.max(reached, endOf(model, index, now));
  }
  if (begun.length > 0 && to - reached >= least) gaps.push({ from: reached, to });
  return gaps;
};
