import { reachableFrom, reverse, targetsOf } from "../model/adjacency.ts";
import { type Cluster, createClusters, createSingles } from "../model/clusters.ts";
import type { CriticalStep } from "../model/critical-path.ts";
import type { GraphModel } from "../model/graph-model.ts";
import { chooseNear } from "../model/neighbourhood.ts";

/** Boxes that can be laid out and read. */
const mostBoxes = 400;

export interface Choice {
  /** Keys of clusters that come apart. */
  readonly expanded: ReadonlySet<string>;
  /** The node whose ancestors and descendants alone are shown. */
  readonly focus: string | undefined;
  /** The node that must be shown where not all can be. */
  readonly around: string | undefined;
  readonly criticalPath: readonly CriticalStep[] | undefined;
}

/** What is drawn: boxes, and edges between them by their places in `shown`. */
export interface Picture {
  readonly shown: readonly Cluster[];
  readonly edges: readonly { readonly from: number; readonly to: number }[];
  /** How many boxes there was no room for. */
  readonly hidden: number;
}

/** The boxes of a model: each run while they are few, else the runs of a task together, and of those at most what can be read. */
export const choosePicture = (model: GraphModel, { expanded, focus, around, criticalPath }: Choice): Picture => {
  const { clusters, clusterOf, children } = model.count <= mostBoxes ? createSingles(model) : createClusters(model, expanded);
  const clusterOfId = (id: string | undefined): number | undefined => {
    const index = id === undefined ? -1 : model.ids.indexOf(id);
    return index < 0 ? undefined : clusterOf[index];
  };
  const centre = clusterOfId(focus);
  const wanted =
    centre === undefined
      ? new Set(clusters.keys())
      : new Set([centre, ...reachableFrom(children, centre), ...reachableFrom(reverse(children), centre)]);
  const first = clusterOfId(around);
  const near = first === undefined ? (criticalPath ?? []).map(({ index }) => clusterOf[index] ?? 0) : [first];
  const chosen = clusters.length <= mostBoxes ? wanted : chooseNear(children, { around: near, limit: mostBoxes }).intersection(wanted);
  const order = [...chosen].sort((one, other) => one - other);
  const placeOf = new Map(order.map((cluster, place) => [cluster, place]));
  const edges = order.flatMap((cluster, from) =>
    Array.from(targetsOf(children, cluster)).flatMap((child) => {
      const to = placeOf.get(child);
      return to === undefined ? [] : [{ from, to }];
    }),
  );
  const shown = order.flatMap((cluster) => clusters[cluster] ?? []);
  return { shown, edges, hidden: wanted.size - shown.length };
};
