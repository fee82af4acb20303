import { expect, test } from "vitest";
import { compareTables } from "./compare-tables.ts";

test("rows that stay, come and go are told apart, under the columns of both", () => {
  const before = {
    columns: ["id", "n"],
    rows: [
      { id: "a", n: 1 },
      { id: "b", n: 2 },
    ],
  };
  const after = {
    columns: ["id", "m"],
    rows: [
      { id: "b", n: 2 },
      { id: "c", m: 3 },
    ],
  };
  expect(compareTables(before, after)).toEqual({
    columns: ["id", "n", "m"],
    rows: [
      { kind: "removed", row: { id: "a", n: 1 } },
      { kind: "same", row: { id: "b", n: 2 } },
      { kind: "added", row: { id: "c", m: 3 } },
    ],
  });
});
