import type { FlowRunGraph } from "@millrace/contract";
import { expect, test } from "vitest";
import { aGraph, aNode, aRandomGraph, at } from "../fixtures/graphs.ts";
import { mergeChanges, mergeWhole } from "./merge-graph.ts";

const idsOf = (graph: ReturnType<typeof aGraph>) => graph.nodes.map(([id]) => id);

test("keeps known nodes at their places and puts new ones last", () => {
  const known = aGraph([{ id: "a" }, { id: "b", to: null, state: "RUNNING" }, { id: "c" }]);
  const changes = aGraph(
    [
      { id: "new", from: 0 },
      { id: "b", to: 5 },
    ],
    { start_time: at(9) },
  );
  const { graph, isDoubtful } = mergeChanges(known, changes);
  expect(idsOf(graph)).toEqual(["a", "b", "c", "new"]);
  expect(graph.nodes[1]?.[1]).toMatchObject({ state_type: "COMPLETED", end_time: at(5) });
  expect(graph.start_time).toBe(at(9));
  expect(isDoubtful).toBe(false);
});

test("gives the place of a tracking task run to its subflow run", () => {
  const known = aGraph([{ id: "tracking", to: null, state: "PENDING" }, { id: "other" }]);
  const changes = aGraph([{ id: "task" }, { id: "subflow", kind: "flow-run", label: "child / owl", to: null, state: "RUNNING" }]);
  const { graph, isDoubtful } = mergeChanges(known, changes);
  expect(idsOf(graph)).toEqual(["subflow", "other", "task"]);
  expect(isDoubtful).toBe(false);
});

test("keeps what went on and is told of no more, but doubts it", () => {
  const known = aGraph([{ id: "a", to: null, state: "RUNNING" }, { id: "b" }]);
  const { graph, isDoubtful } = mergeChanges(known, aGraph([]));
  expect(idsOf(graph)).toEqual(["a", "b"]);
  expect(isDoubtful).toBe(true);
});

test.each([
  { before: null, after: at(3) },
  { before: at(3), after: null },
])("doubts what it knew when the run's end goes from $before to $after", ({ before, after }) => {
  expect(mergeChanges(aGraph([], { end_time: before }), aGraph([], { end_time: after })).isDoubtful).toBe(true);
});

test("a whole graph drops what is gone and keeps the order of the rest", () => {
  const known = aGraph([{ id: "a" }, { id: "b" }, { id: "c" }]);
  expect(idsOf(mergeWhole(known, aGraph([{ id: "new" }, { id: "c" }, { id: "a" }])))).toEqual(["a", "c", "new"]);
});

test.each([11, 12, 13, 14, 15, 16])("merging the random graph of seed %i in parts gives all of it, in an order that only grows", (seed) => {
  const whole = aRandomGraph(seed, 30);
  const opened = whole.nodes.map(([id, node]) => [id, node.end_time === null ? node : aNode({ id, state: "RUNNING", to: null })] as const);
  let known: FlowRunGraph = { ...whole, nodes: opened.slice(0, 10) };
  for (const size of [15, 22, 30]) {
    const before = idsOf(known);
    const changes = { ...whole, nodes: whole.nodes.slice(0, size) };
    known = mergeChanges(known, changes).graph;
    expect(idsOf(known).slice(0, before.length)).toEqual(before);
  }
  expect(new Map(known.nodes)).toEqual(new Map(whole.nodes));
});
