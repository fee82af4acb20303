import { describe, expect, test } from "vitest";
import { aGraph, aRandomGraph, at, epoch } from "../fixtures/graphs.ts";
import { targetsOf } from "./adjacency.ts";
import { findCriticalPath } from "./critical-path.ts";
import { createModel, endOf, type GraphModel } from "./graph-model.ts";

const pathOf = (graph: Parameters<typeof createModel>[1], now = epoch + 100_000) => {
  const model = createModel("run", graph);
  return findCriticalPath(model, now).map(({ index, ...step }) => ({ id: model.ids[index], ...step }));
};

test("goes back from the node that ended last to the parent that ended last", () => {
  const graph = aGraph(
    [
      { id: "extract", from: 0, to: 4 },
      { id: "quick", from: 0, to: 1 },
      { id: "transform", from: 5, to: 8, after: ["quick", "extract"] },
      { id: "aside", from: 1, to: 2, after: ["quick"] },
      { id: "load", from: 8, to: 10, after: ["transform"] },
    ],
    { end_time: at(10) },
  );
  expect(pathOf(graph)).toEqual([
    { id: "extract", isInferred: false, wait: 0, duration: 4000, share: 0.4 },
    { id: "transform", isInferred: false, wait: 1000, duration: 3000, share: 0.3 },
    { id: "load", isInferred: false, wait: 0, duration: 2000, share: 0.2 },
  ]);
});

test("infers what came before where no data tells, and says so", () => {
  const graph = aGraph([
    { id: "first", from: 0, to: 3 },
    { id: "shorter", from: 0, to: 2 },
    { id: "second", from: 4, to: 9 },
  ]);
  expect(pathOf(graph).map(({ id, isInferred }) => [id, isInferred])).toEqual([
    ["first", false],
    ["second", true],
  ]);
});

test("counts what goes on up to now, and leaves out what has not begun", () => {
  const graph = aGraph([
    { id: "done", from: 0, to: 3 },
    { id: "going", from: 3, to: null, state: "RUNNING", after: ["done"] },
    { id: "later", from: 60, to: null, state: "SCHEDULED", after: ["going"] },
  ]);
  expect(pathOf(graph, epoch + 10_000).map(({ id, duration }) => [id, duration])).toEqual([
    ["done", 3000],
    ["going", 7000],
  ]);
});

test("is empty where nothing ran", () => {
  expect(pathOf(aGraph([]))).toEqual([]);
});

/** The same, looking at every node each time. */
const naivePath = (model: GraphModel, now: number): number[] => {
  const ends = Array.from({ length: model.count }, (_, index) => endOf(model, index, now));
  const lastOf = (indices: readonly number[]): number | undefined =>
    indices.toSorted((one, other) => (ends[other] ?? 0) - (ends[one] ?? 0) || one - other)[0];
  const path: number[] = [];
  let index = lastOf([...ends.keys()]);
  while (index !== undefined) {
    path.unshift(index);
    const isFree = (other: number) => !path.includes(other);
    const parents = [...targetsOf(model.parents, index)];
    const start = model.starts[index] ?? 0;
    index =
      parents.length > 0
        ? lastOf(parents.filter(isFree))
        : lastOf([...ends.keys()].filter((other) => isFree(other) && (ends[other] ?? 0) <= start));
  }
  return path;
};

describe("on random graphs", () => {
  test.each(Array.from({ length: 60 }, (_, seed) => ({ seed, count: 1 + seed })))(
    "of seed $seed equals a search through all nodes",
    ({ seed, count }) => {
      const model = createModel("run", aRandomGraph(seed, count));
      const now = epoch + count * 1000;
      const path = findCriticalPath(model, now);
      expect(path.map(({ index }) => index)).toEqual(naivePath(model, now));
      expect(path.reduce((sum, { share }) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-9);
    },
  );
});
