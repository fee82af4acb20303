import { type Adjacency, createAdjacency, targetsOf } from "./adjacency.ts";
import type { GraphModel } from "./graph-model.ts";

/** Runs of one task that depend on the same things, drawn as one box; one run alone is a cluster of its own. */
export interface Cluster {
  readonly key: string;
  readonly members: Uint32Array;
}

export interface ClusterGraph {
  readonly clusters: readonly Cluster[];
  /** Which cluster each node is in. */
  readonly clusterOf: Uint32Array;
  /** Edges between clusters, each once. */
  readonly children: Adjacency;
}

/** Nodes shown one by one when a cluster is expanded; the rest stays together. */
const expandedSize = 50;

/** Every node a cluster of its own. */
export const createSingles = (model: GraphModel): ClusterGraph =>
  tieClusters(
    model,
    model.ids.map((key, index) => ({ key, members: Uint32Array.of(index) })),
  );

/** Runs of the same task with parents in the same clusters together; clusters whose keys are expanded come apart. */
export const createClusters = (model: GraphModel, expanded: ReadonlySet<string> = new Set()): ClusterGraph => {
  const groups = new Map<string, number[]>();
  const numbers = new Int32Array(model.count).fill(-1);
  const keys: string[] = [];
  for (const index of orderByDependency(model)) {
    const above = new Set(Array.from(targetsOf(model.parents, index), (parent) => numbers[parent] ?? -1));
    const key = `${model.taskOf[index]}:${model.isSubflow[index]}:${[...above].sort((one, other) => one - other).join(",")}`;
    const group = groups.get(key);
    if (group === undefined) {
      numbers[index] = keys.length;
      keys.push(key);
      groups.set(key, [index]);
    } else {
      group.push(index);
      numbers[index] = numbers[group[0] ?? index] ?? -1;
    }
  }
  const clusters = [...groups.values()].flatMap((members) => split(model, members, expanded));
  return tieClusters(model, clusters);
};

const split = (model: GraphModel, members: number[], expanded: ReadonlySet<string>): Cluster[] => {
  members.sort((one, other) => one - other);
  const key = model.ids[members[0] ?? 0] ?? "";
  if (!expanded.has(key) || members.length === 1) return [{ key, members: Uint32Array.from(members) }];
  // What went wrong, or goes on, is what somebody opens a cluster for.
  const byInterest = [...members].sort((one, other) => interestOf(model, other) - interestOf(model, one));
  const shown = byInterest.slice(0, expandedSize).sort((one, other) => one - other);
  const rest = byInterest.slice(expandedSize).sort((one, other) => one - other);
  const singles = shown.map((index) => ({ key: model.ids[index] ?? "", members: Uint32Array.of(index) }));
  return rest.length === 0 ? singles : [...singles, { key: `${key}/rest`, members: Uint32Array.from(rest) }];
};

const interestOf = (model: GraphModel, index: number): number => model.states[index] ?? 0;

/** Parents before their children; nodes on a cycle, which data cannot make, come last. */
const orderByDependency = (model: GraphModel): Set<number> => {
  const waitsFor = Int32Array.from({ length: model.count }, (_, index) => targetsOf(model.parents, index).length);
  const ordered = new Set<number>();
  for (const [index, count] of waitsFor.entries()) if (count === 0) ordered.add(index);
  for (const index of ordered) {
    for (const child of targetsOf(model.children, index)) {
      const left = (waitsFor[child] ?? 0) - 1;
      waitsFor[child] = left;
      if (left === 0) ordered.add(child);
    }
  }
  for (const index of waitsFor.keys()) ordered.add(index);
  return ordered;
};

const tieClusters = (model: GraphModel, clusters: readonly Cluster[]): ClusterGraph => {
  const clusterOf = new Uint32Array(model.count);
  for (const [cluster, { members }] of clusters.entries()) for (const index of members) clusterOf[index] = cluster;
  const lists = clusters.map(({ members }, own) => {
    const below = new Set<number>();
    for (const index of members) for (const child of targetsOf(model.children, index)) below.add(clusterOf[child] ?? own);
    below.delete(own);
    return [...below];
  });
  return { clusters, clusterOf, children: createAdjacency(lists) };
};
