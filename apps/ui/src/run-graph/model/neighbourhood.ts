import { type Adjacency, reverse, targetsOf } from "./adjacency.ts";

interface Wish {
  /** What must be shown first. */
  readonly around: Iterable<number>;
  readonly limit: number;
}

/** At most `limit` entries of a graph: those asked for and what is nearest to them, then the first ones. */
export const chooseNear = (children: Adjacency, { around, limit }: Wish): Set<number> => {
  const parents = reverse(children);
  const count = children.offsets.length - 1;
  const chosen = new Set<number>();
  const add = (index: number): void => {
    if (chosen.size < limit) chosen.add(index);
  };
  for (const index of around) add(index);
  for (const index of chosen) {
    for (const next of targetsOf(parents, index)) add(next);
    for (const next of targetsOf(children, index)) add(next);
  }
  for (let index = 0; index < count; index++) add(index);
  return chosen;
};
