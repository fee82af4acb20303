import type { GraphNode } from "@millrace/contract";
import { describe, expect, test } from "vitest";
import { aGraph, aNode, aRandomGraph, at, epoch } from "../fixtures/graphs.ts";
import { reachableFrom, targetsOf } from "./adjacency.ts";
import { createModel, endOf, spanOf } from "./graph-model.ts";
import { stateCodes, typeOfCode } from "./state-codes.ts";
import { taskNameOf } from "./task-name.ts";

test("keeps nodes as columns, and the edges both ways", () => {
  const artifact = { id: "a1", key: "report", type: "markdown", created: at(2), is_latest: true, data: null };
  const graph = aGraph(
    [
      { id: "a", label: "load-1" },
      { id: "b", label: "load-2", state: "RUNNING", from: 2, to: null, after: ["a", "gone"], within: ["a"] },
    ],
    {
      artifacts: [artifact],
      states: [{ id: "s", name: "Running", type: "RUNNING", timestamp: at(0) }],
    },
  );
  const model = createModel("run", graph);
  expect(model).toMatchObject({ count: 2, ids: ["a", "b"], labels: ["load-1", "load-2"], tasks: ["load"] });
  expect([...model.states].map(typeOfCode)).toEqual(["COMPLETED", "RUNNING"]);
  expect([...model.starts]).toEqual([epoch, epoch + 2000]);
  expect([...model.ends]).toEqual([epoch + 1000, Number.NaN]);
  expect([...targetsOf(model.parents, 1)]).toEqual([0]);
  expect([...targetsOf(model.children, 0)]).toEqual([1]);
  expect([...targetsOf(model.callers, 1)]).toEqual([0]);
  expect(model.artifacts).toEqual(new Map([[-1, [{ id: "a1", key: "report", type: "markdown", at: epoch + 2000 }]]]));
  expect(model.flowStates).toEqual([{ id: "s", name: "Running", code: stateCodes.RUNNING, at: epoch }]);
});

test("ends what goes on now, and what ended without a time as it began", () => {
  const model = createModel(
    "run",
    aGraph([
      { id: "going", from: 1, to: null, state: "RUNNING" },
      { id: "failed", from: 2, to: null, state: "FAILED" },
      { id: "odd", from: 5, to: 3 },
    ]),
  );
  const now = epoch + 9000;
  expect([0, 1, 2].map((index) => endOf(model, index, now) - epoch)).toEqual([9000, 2000, 5000]);
  expect(spanOf(model, now)).toEqual({ from: epoch, to: now });
});

test("covers a second of an empty run that never began", () => {
  const model = createModel("run", aGraph([], { start_time: null }));
  expect(spanOf(model, 5000)).toEqual({ from: 4000, to: 5000 });
});

test.each<{ kind?: GraphNode["kind"]; label: string; task: string }>([
  { label: "load-12", task: "load" },
  { label: "load-3fa", task: "load" },
  { label: "load-data", task: "load-data" },
  { label: "-1", task: "-1" },
  { kind: "flow-run", label: "child / grey-owl", task: "child" },
])("$label is a run of $task", ({ kind = "task-run", label, task }) => {
  expect(taskNameOf(aNode({ id: "x", kind, label }))).toBe(task);
});

describe("what is reachable", () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])("on the random graph of seed %i is what a walk over the graph itself finds", (seed) => {
    const graph = aRandomGraph(seed, 40);
    const model = createModel("run", graph);
    const nodes = new Map(graph.nodes);
    const ancestorsOf = (id: string): Set<string> =>
      new Set((nodes.get(id)?.parents ?? []).flatMap((parent) => [parent.id, ...ancestorsOf(parent.id)]));
    for (const [index, id] of model.ids.entries()) {
      const found = [...reachableFrom(model.parents, index)].map((ancestor) => model.ids[ancestor]);
      expect(new Set(found)).toEqual(ancestorsOf(id));
      for (const ancestor of reachableFrom(model.parents, index)) expect(reachableFrom(model.children, ancestor).has(index)).toBe(true);
    }
  });
});
