import { describe, expect, test } from "vitest";
import { aGraph, aRandomGraph } from "../fixtures/graphs.ts";
import { targetsOf } from "./adjacency.ts";
import { createClusters, createSingles } from "./clusters.ts";
import { createModel } from "./graph-model.ts";
import { chooseNear } from "./neighbourhood.ts";

/** A source, so many chains of extract and load, and a report. */
const mapped = (width: number) => {
  const numbers = Array.from({ length: width }, (_, number) => number);
  return createModel(
    "run",
    aGraph([
      { id: "source", label: "source-0" },
      ...numbers.map((n) => ({ id: `e${n}`, label: `extract-${n}`, after: ["source"] })),
      ...numbers.map((n) => ({
        id: `l${n}`,
        label: `load-${n}`,
        after: [`e${n}`],
        state: n === width - 1 ? ("FAILED" as const) : ("COMPLETED" as const),
      })),
      { id: "report", label: "report-0", after: numbers.map((n) => `l${n}`) },
    ]),
  );
};

test("runs of a task behind the same things become one box, chain after chain", () => {
  const { clusters, children } = createClusters(mapped(30));
  expect(clusters.map(({ members }) => members.length)).toEqual([1, 30, 30, 1]);
  expect(clusters.map((_, index) => [...targetsOf(children, index)])).toEqual([[1], [2], [3], []]);
});

test("an expanded box comes apart, what failed among the first, and leaves the others as they are", () => {
  const model = mapped(80);
  const { clusters } = createClusters(model, new Set(["l0"]));
  expect(clusters.map(({ members }) => members.length)).toEqual([1, 80, ...Array.from({ length: 50 }, () => 1), 30, 1]);
  expect(clusters.map(({ key }) => key)).toContain("l79");
});

describe.each(Array.from({ length: 15 }, (_, seed) => seed))("of the random graph of seed %i", (seed) => {
  const model = createModel("run", aRandomGraph(seed, 45));

  test("every node is in one cluster, with its own kind alone, and no edge is lost", () => {
    const { clusters, clusterOf, children } = createClusters(model);
    expect(clusters.flatMap(({ members }) => [...members]).sort((one, other) => one - other)).toEqual([...model.starts.keys()]);
    for (const { members } of clusters) expect(new Set(Array.from(members, (index) => model.taskOf[index])).size).toBe(1);
    for (let index = 0; index < model.count; index++) {
      for (const child of targetsOf(model.children, index))
        expect([...targetsOf(children, clusterOf[index] ?? -1)]).toContain(clusterOf[child]);
    }
  });

  test("singles are the graph itself", () => {
    const { clusters, children } = createSingles(model);
    expect(clusters).toHaveLength(model.count);
    expect(clusters.map((_, index) => new Set(targetsOf(children, index)))).toEqual(
      clusters.map((_, index) => new Set(targetsOf(model.children, index))),
    );
  });

  test("what is chosen near a node holds it and no more than asked", () => {
    const chosen = chooseNear(model.children, { around: [7], limit: 12 });
    expect(chosen.size).toBe(12);
    expect(chosen.has(7)).toBe(true);
  });
});
