/** Edges in compressed rows: the targets of node `i` are `targets[offsets[i]]` up to, not with, `targets[offsets[i + 1]]`. */
export interface Adjacency {
  readonly offsets: Uint32Array;
  readonly targets: Uint32Array;
}

export const createAdjacency = (lists: readonly (readonly number[])[]): Adjacency => {
  const offsets = new Uint32Array(lists.length + 1);
  for (const [index, list] of lists.entries()) offsets[index + 1] = (offsets[index] ?? 0) + list.length;
  return { offsets, targets: Uint32Array.from(lists.flat()) };
};

/** The same edges the other way round; each list in ascending order. */
export const reverse = ({ offsets, targets }: Adjacency): Adjacency => {
  const count = offsets.length - 1;
  const reversed = new Uint32Array(count + 1);
  for (const target of targets) reversed[target + 1] = (reversed[target + 1] ?? 0) + 1;
  for (let index = 0; index < count; index++) reversed[index + 1] = (reversed[index + 1] ?? 0) + (reversed[index] ?? 0);
  const next = reversed.slice();
  const sources = new Uint32Array(targets.length);
  for (let source = 0; source < count; source++) {
    for (const target of targetsOf({ offsets, targets }, source)) {
      const slot = next[target] ?? 0;
      sources[slot] = source;
      next[target] = slot + 1;
    }
  }
  return { offsets: reversed, targets: sources };
};

/** A view of the edges of one node; nothing is copied. */
export const targetsOf = ({ offsets, targets }: Adjacency, index: number): Uint32Array =>
  targets.subarray(offsets[index] ?? 0, offsets[index + 1] ?? 0);

/** Every node that edges lead to from one, itself aside, in the order they are come upon. */
export const reachableFrom = (adjacency: Adjacency, start: number): Set<number> => {
  const seen = new Set([start]);
  for (const index of seen) for (const target of targetsOf(adjacency, index)) seen.add(target);
  seen.delete(start);
  return seen;
};
