import { expect, test } from "vitest";
import { createLocalEngine } from "./engine.ts";
import { aGraph, epoch } from "./fixtures/graphs.ts";

const answer = (nodes: Parameters<typeof aGraph>[0], isPartial = false) => ({
  flowRunId: "run",
  graph: aGraph(nodes),
  isPartial,
  now: epoch + 60_000,
});

test("merges what has changed into what it knows, and finds the critical path again", async () => {
  const engine = createLocalEngine();
  await engine.read(
    answer([
      { id: "a", to: 2 },
      { id: "b", from: 2, to: null, state: "RUNNING", after: ["a"] },
    ]),
  );
  const { model, criticalPath, isDoubtful } = await engine.read(
    answer(
      [
        { id: "b", from: 2, to: 4 },
        { id: "c", from: 4, to: 9, after: ["b"] },
      ],
      true,
    ),
  );
  expect(model.ids).toEqual(["a", "b", "c"]);
  expect(criticalPath.map(({ index }) => model.ids[index])).toEqual(["a", "b", "c"]);
  expect(isDoubtful).toBe(false);
});

test("doubts changes of a graph it does not know", async () => {
  expect(await createLocalEngine().read(answer([{ id: "a" }], true))).toMatchObject({ isDoubtful: true });
});

test("keeps the rows of a graph that is read whole again", async () => {
  const engine = createLocalEngine();
  await engine.read(answer([{ id: "a" }, { id: "b" }]));
  const { model } = await engine.read(answer([{ id: "new" }, { id: "b" }, { id: "a" }]));
  expect(model.ids).toEqual(["a", "b", "new"]);
});

test("lays boxes out with every edge to the right and no two over one another", async () => {
  const boxes = Array.from({ length: 6 }, () => ({ width: 100, height: 30 }));
  const edges = [
    [0, 1],
    [0, 2],
    [1, 3],
    [2, 3],
    [3, 4],
  ] as const;
  const { x, y } = await createLocalEngine().layOut({ boxes, edges });
  for (const [from, to] of edges) expect((x[from] ?? 0) + 100).toBeLessThan(x[to] ?? 0);
  for (const [one] of boxes.entries()) {
    for (let other = 0; other < one; other++) {
      const isApart = Math.abs((x[one] ?? 0) - (x[other] ?? 0)) >= 100 || Math.abs((y[one] ?? 0) - (y[other] ?? 0)) >= 30;
      expect(isApart).toBe(true);
    }
  }
});
