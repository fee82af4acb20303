import type { StateType } from "@millrace/contract";
import type { GraphModel } from "./graph-model.ts";
import { stateCodes } from "./state-codes.ts";

export interface NodeFilter {
  /** Part of a label, in either case; an id finds its node. */
  readonly text: string;
  /** None means all. */
  readonly states: readonly StateType[];
}

/** The next node that passes, behind the given one and then from the first on. */
export const findNextNode = (model: GraphModel, filter: NodeFilter, after: number): number | undefined => {
  const matches = createNodeFilter(filter);
  for (let step = 1; step <= model.count; step++) {
    const index = (after + step) % model.count;
    if (matches?.(model, index) ?? true) return index;
  }
  return undefined;
};

/** A test of nodes; undefined when everything passes. */
export const createNodeFilter = ({ text, states }: NodeFilter): ((model: GraphModel, index: number) => boolean) | undefined => {
  const wanted = text.trim().toLowerCase();
  const codes = new Set(states.map((state) => stateCodes[state]));
  if (wanted === "" && codes.size === 0) return undefined;
  return (model, index) =>
    (codes.size === 0 || codes.has(model.states[index] ?? 0)) &&
    (wanted === "" || (model.labels[index] ?? "").toLowerCase().includes(wanted) || model.ids[index] === wanted);
};
