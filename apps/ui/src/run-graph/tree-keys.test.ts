import { expect, test } from "vitest";
import { aGraph, epoch } from "./fixtures/graphs.ts";
import { createModel } from "./model/graph-model.ts";
import { groupKey, listRows, type Row } from "./model/rows.ts";
import { pressTreeKey } from "./tree-keys.ts";

const model = createModel("run", aGraph(["load-0", "load-1", "save-0"].map((label) => ({ id: label, label }))));
const load = groupKey(model, "load");

/** What a key does, when the row of a key is active. */
const press = (key: string, activeKey: string | undefined, expanded: readonly string[] = [load]) => {
  const rows = listRows(model, { isGrouped: true, expanded: new Set(expanded), subflows: new Map(), now: epoch });
  const done: string[] = [];
  const note = (what: string) => (row: Row) => done.push(`${what} ${row.key}`);
  const isTaken = pressTreeKey(
    { key },
    { rows, activeKey, page: 10, onActivate: note("activate"), onToggle: note("toggle"), onPress: note("press") },
  );
  expect(isTaken).toBe(done.length > 0);
  return done[0];
};

test.each([
  { key: "ArrowDown", from: undefined, does: `activate ${load}` },
  { key: "ArrowDown", from: load, does: "activate load-0" },
  { key: "ArrowDown", from: "save-0", does: "activate save-0" },
  { key: "ArrowUp", from: "load-1", does: "activate load-0" },
  { key: "ArrowUp", from: load, does: `activate ${load}` },
  { key: "End", from: load, does: "activate save-0" },
  { key: "Home", from: "save-0", does: `activate ${load}` },
  { key: "PageDown", from: load, does: "activate save-0" },
  { key: "ArrowLeft", from: load, does: `toggle ${load}` },
  { key: "ArrowLeft", from: "load-1", does: `activate ${load}` },
  { key: "Enter", from: "load-1", does: "press load-1" },
  { key: "ArrowRight", from: "load-1", does: undefined },
  { key: "q", from: "load-1", does: undefined },
])("$key on $from: $does", ({ key, from, does }) => {
  expect(press(key, from)).toBe(does);
});

test("the right arrow opens a row that is closed", () => {
  expect(press("ArrowRight", load, [])).toBe(`toggle ${load}`);
});
