import { describe, expect, test } from "vitest";
import { aGraph, aRandomGraph, epoch } from "../fixtures/graphs.ts";
import { createModel } from "./graph-model.ts";
import { createNodeFilter, findNextNode } from "./node-filter.ts";
import { groupKey, listRows, type Row, type RowChoices } from "./rows.ts";
import { stateCodes } from "./state-codes.ts";
import { groupByTask } from "./task-groups.ts";

const now = epoch + 100_000;
const model = createModel(
  "run",
  aGraph([
    { id: "a0", label: "load-0", to: 1 },
    { id: "b0", label: "save-0" },
    { id: "a1", label: "load-1", to: 2, state: "FAILED" },
    { id: "sub", label: "child / owl", kind: "flow-run" },
    { id: "a2", label: "load-2", to: 10 },
  ]),
);
const show = (choices: Partial<RowChoices>): string[] =>
  listRows(model, { isGrouped: false, expanded: new Set(), subflows: new Map(), now, ...choices }).map(printRow);
const printRow = (row: Row): string => {
  const name =
    row.kind === "group" ? `${row.group.name} ×${row.group.members.length}` : row.kind === "note" ? row.text : row.model.labels[row.index];
  return `${"  ".repeat(row.depth)}${name}`;
};

test("are the nodes in their order", () => {
  expect(show({})).toEqual(["load-0", "save-0", "load-1", "child / owl", "load-2"]);
});

test("are one per task when grouped, tasks that ran once as they are", () => {
  expect(show({ isGrouped: true })).toEqual(["load ×3", "save-0", "child / owl"]);
  expect(show({ isGrouped: true, expanded: new Set([groupKey(model, "load")]) }).slice(0, 4)).toEqual([
    "load ×3",
    "  load-0",
    "  load-1",
    "  load-2",
  ]);
});

test("hold what ran inside a subflow that is expanded, as soon as it is known", () => {
  const expanded = new Set(["sub"]);
  expect(show({ expanded }).slice(3, 5)).toEqual(["child / owl", "  Loading what ran inside…"]);
  const inside = createModel("sub", aGraph([{ id: "x", label: "deep-0" }]));
  expect(show({ expanded, subflows: new Map([["sub", { model: inside }]]) }).slice(3, 5)).toEqual(["child / owl", "  deep-0"]);
  const empty = createModel("sub", aGraph([]));
  expect(show({ expanded, subflows: new Map([["sub", { model: empty }]]) })[4]).toBe("  Nothing ran inside yet.");
});

test("leave out what a filter does not want", () => {
  expect(show({ matches: createNodeFilter({ text: "LOAD", states: ["FAILED"] }) })).toEqual(["load-1"]);
  expect(show({ isGrouped: true, matches: createNodeFilter({ text: "owl", states: [] }) })).toEqual(["child / owl"]);
  expect(show({ matches: createNodeFilter({ text: "a2", states: [] }) })).toEqual(["load-2"]);
  expect(createNodeFilter({ text: "  ", states: [] })).toBeUndefined();
});

test("groups say how their runs went", () => {
  const [load] = groupByTask(model, now);
  expect(load).toMatchObject({ name: "load", failed: 1, running: 0, p50: 2000, p95: 10_000, start: epoch, end: epoch + 10_000 });
  expect(load?.counts[stateCodes.COMPLETED]).toBe(2);
});

describe.each(Array.from({ length: 12 }, (_, seed) => seed))("groups of the random graph of seed %i", (seed) => {
  const graph = aRandomGraph(seed, 50);
  const random = createModel("run", graph);

  test("hold every node once, and count as a naive count does", () => {
    const groups = groupByTask(random, now);
    expect(groups.flatMap(({ members }) => [...members]).sort((one, other) => one - other)).toEqual([...random.starts.keys()]);
    for (const { name, members, failed, p50 } of groups) {
      const nodes = graph.nodes.map(([, node]) => node).filter(({ label }) => label.startsWith(`${name}-`));
      expect(members).toHaveLength(nodes.length);
      expect(failed).toBe(nodes.filter(({ state_type }) => state_type === "FAILED").length);
      const durations = nodes.flatMap(({ start_time, end_time }) =>
        end_time === null ? [] : [Date.parse(end_time) - Date.parse(start_time)],
      );
      const notLonger = durations.filter((duration) => duration <= p50).length;
      expect(notLonger).toBeGreaterThanOrEqual(durations.length / 2);
    }
  });
});

test("the next one that is looked for is found behind another, and from the first again", () => {
  const filter = { text: "load", states: [] };
  expect([-1, 0, 2, 4].map((after) => findNextNode(model, filter, after))).toEqual([0, 2, 4, 0]);
  expect(findNextNode(model, { text: "nowhere", states: [] }, 0)).toBeUndefined();
});
