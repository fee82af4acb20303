import type { FlowRunGraph, GraphNode } from "@millrace/contract";

type Entry = readonly [string, GraphNode];

interface Merge {
  readonly graph: FlowRunGraph;
  /** Only a whole graph says what became of everything: something that went on is told of no more, or the run itself has ended or begun again. */
  readonly isDoubtful: boolean;
}

/**
 * A graph with what has changed since: known nodes stay at their places and new ones come last. The answer to `since` tells of
 * everything that goes on; a node that went on and is missing gives its place to a subflow run, which stands for the task run
 * that tracked it.
 */
export const mergeChanges = (known: FlowRunGraph, changes: FlowRunGraph): Merge => {
  // A run that has ended, or begins again, may have changed what ended long before.
  let isDoubtful = (known.end_time === null) !== (changes.end_time === null);
  const graph = merge(known, changes, (node) => {
    isDoubtful ||= node.end_time === null;
    return true;
  });
  return { graph, isDoubtful };
};

/** A graph read anew, in the order of the one that was known: what is gone leaves, what is new comes last. */
export const mergeWhole = (known: FlowRunGraph, whole: FlowRunGraph): FlowRunGraph => merge(known, whole, () => false);

const merge = (known: FlowRunGraph, update: FlowRunGraph, keepsMissing: (node: GraphNode) => boolean): FlowRunGraph => {
  const changed = new Map(update.nodes);
  const kept = known.nodes.map(([id, node]): Entry => [id, changed.get(id) ?? node]);
  const told = new Set(changed.keys());
  for (const [id] of known.nodes) changed.delete(id);
  const added: Entry[] = [...changed];
  const placed = kept.flatMap((entry): Entry[] => {
    const [id, node] = entry;
    if (told.has(id)) return [entry];
    const instead = node.end_time === null && node.kind === "task-run" ? takeSubflow(added) : undefined;
    if (instead !== undefined) return [instead];
    return keepsMissing(node) ? [entry] : [];
  });
  return { ...update, nodes: [...placed, ...added].map(([id, node]) => [id, node] as const) };
};

const takeSubflow = (added: Entry[]): Entry | undefined => {
  const index = added.findIndex(([, node]) => node.kind === "flow-run");
  return index < 0 ? undefined : added.splice(index, 1)[0];
};
