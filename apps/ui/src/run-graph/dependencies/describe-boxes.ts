import type { Edge } from "@xyflow/react";
import type { Layout } from "../engine.ts";
import { reachableFrom } from "../model/adjacency.ts";
import type { CriticalStep } from "../model/critical-path.ts";
import type { GraphModel } from "../model/graph-model.ts";
import { createGroup } from "../model/task-groups.ts";
import { printElapsed } from "../print-elapsed.ts";
import { durationOf } from "../row-texts.ts";
import { type BoxNode, boxHeight, boxWidth } from "./cluster-box.tsx";
import type { Picture } from "./picture.ts";

interface Description {
  readonly picture: Picture;
  readonly layout: Layout;
  readonly matches: ((model: GraphModel, index: number) => boolean) | undefined;
  readonly selectedId: string | undefined;
  readonly criticalPath: readonly CriticalStep[] | undefined;
  readonly now: number;
}

const nothing = (): void => undefined;

/** Boxes and edges as they are drawn: what a search, a choice or the critical path is not about steps back. */
export const describeBoxes = (model: GraphModel, given: Description): { nodes: BoxNode[]; edges: Edge[] } => {
  const { picture, layout, matches, selectedId, criticalPath, now } = given;
  const isOnPath = new Set(criticalPath?.map(({ index }) => index));
  const related = relatedTo(model, selectedId);
  const stands = (index: number): boolean =>
    (matches?.(model, index) ?? true) && (related?.has(index) ?? true) && (criticalPath === undefined || isOnPath.has(index));
  const nodes = picture.shown.map(({ key, members }, place): BoxNode => {
    const first = members[0] ?? 0;
    const group = createGroup(model, { name: model.tasks[model.taskOf[first] ?? 0] ?? "", members, now });
    const position = { x: layout.x[place] ?? 0, y: layout.y[place] ?? 0 };
    const isSingle = members.length === 1;
    const label = isSingle ? (model.labels[first] ?? "") : group.name;
    return {
      id: key,
      type: "cluster",
      width: boxWidth,
      height: boxHeight,
      position,
      ariaLabel: isSingle ? label : `${label}, ${members.length} runs, opens`,
      data: {
        clusterKey: key,
        first,
        size: members.length,
        label,
        figure: isSingle ? printElapsed(durationOf({ model, index: first }, now)) : `p50 ${printElapsed(group.p50)}`,
        code: members.reduce((worst, index) => Math.max(worst, model.states[index] ?? 0), 0),
        counts: Array.from(group.counts),
        isSelected: isSingle && model.ids[first] === selectedId,
        isDimmed: !members.some(stands),
        isCritical: members.some((index) => isOnPath.has(index)),
        onExpand: nothing,
      },
    };
  });
  return { nodes, edges: describeEdges(picture, nodes) };
};

const describeEdges = ({ edges }: Picture, nodes: readonly BoxNode[]): Edge[] =>
  edges.flatMap(({ from, to }): Edge[] => {
    const [source, target] = [nodes[from], nodes[to]];
    if (source === undefined || target === undefined) return [];
    const isCritical = source.data.isCritical && target.data.isCritical;
    const isDimmed = source.data.isDimmed || target.data.isDimmed;
    const style = {
      stroke: `var(--graph-${isCritical ? "accent" : "muted"})`,
      strokeWidth: isCritical ? 2 : 1,
      opacity: isDimmed ? 0.2 : 0.8,
    };
    return [{ id: `${source.id}>${target.id}`, source: source.id, target: target.id, style }];
  });

/** A node with its ancestors and descendants; undefined when none is chosen. */
const relatedTo = (model: GraphModel, id: string | undefined): ReadonlySet<number> | undefined => {
  const index = id === undefined ? -1 : model.ids.indexOf(id);
  return index < 0 ? undefined : new Set([index, ...reachableFrom(model.parents, index), ...reachableFrom(model.children, index)]);
};
