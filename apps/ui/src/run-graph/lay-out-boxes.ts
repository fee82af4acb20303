import { Graph, layout } from "@dagrejs/dagre";
import type { Layout, LayoutRequest } from "./engine.ts";

/** Boxes in layers from left to right, every edge leading to the right where the graph allows. */
export const layOutBoxes = ({ boxes, edges }: LayoutRequest): Layout => {
  const graph = new Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 14, ranksep: 56, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const [index, { width, height }] of boxes.entries()) graph.setNode(String(index), { width, height });
  for (const [from, to] of edges) graph.setEdge(String(from), String(to));
  layout(graph);
  const corner = (axis: "x" | "y", size: "width" | "height") =>
    Float64Array.from(boxes, (box, index) => graph.node(String(index))[axis] - box[size] / 2);
  return { x: corner("x", "width"), y: corner("y", "height") };
};
