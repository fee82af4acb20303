import { expect, test } from "vitest";
import { printCell, readTable } from "./read-table.ts";

test.each([
  ["records, whose columns may differ", '[{"a": 1}, {"b": null, "a": 2}]', ["a", "b"], [{ a: 1 }, { b: null, a: 2 }]],
  ["lists", [[1, 2], [3]], ["0", "1"], [{ 0: 1, 1: 2 }, { 0: 3 }]],
  ["plain values", ["x"], ["value"], [{ value: "x" }]],
  [
    "columns of different length",
    '{"a": [1, 2], "b": ["x"]}',
    ["a", "b"],
    [
      { a: 1, b: "x" },
      { a: 2, b: null },
    ],
  ],
  ["nothing", [], [], []],
])("a table of %s", (_, data, ...[columns, rows]) => {
  expect(readTable(data)).toEqual({ columns, rows });
});

test.each([["no JSON"], ["5"], [null]])("no table in %j", (data) => {
  expect(readTable(data)).toBeUndefined();
});

test("cells are text, structures JSON, nothing is empty", () => {
  expect(["a", 1.5, true, null, undefined, { a: [1] }].map(printCell)).toEqual(["a", "1.5", "true", "", "", '{"a":[1]}']);
});
