import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { createStyle } from "./style.ts";
import { renderTable } from "./table.ts";
import { displayWidth, wrap } from "./width.ts";

const plain = createStyle(false);
const table = {
  columns: [{ header: "ID", whole: true }, { header: "Name" }, { header: "State", colour: "state" as const }],
  rows: [
    ["0198c0de-0000", "a-rather-long-name-of-a-run", "COMPLETED"],
    ["0198c0de-0001", "短い名前", "FAILED"],
  ],
};

describe("renderTable", () => {
  test("is as wide as its content in a pipe", () => {
    expect(renderTable(table, plain, undefined).split("\n")).toEqual([
      "ID             Name                         State",
      "0198c0de-0000  a-rather-long-name-of-a-run  COMPLETED",
      "0198c0de-0001  短い名前                     FAILED",
    ]);
  });

  test("cuts what may be cut to fit a terminal, and never an id", () => {
    const lines = renderTable(table, plain, 40).split("\n");
    expect(lines.filter((line) => displayWidth(line) > 40)).toEqual([]);
    expect(lines[1]).toBe("0198c0de-0000  a-rather-long…  COMPLETED");
  });

  test("becomes blocks where columns would not fit", () => {
    expect(renderTable(table, plain, 24).split("\n").slice(0, 4)).toEqual([
      "ID     0198c0de-0000",
      "Name   a-rather-long-name-of-a-run",
      "State  COMPLETED",
      "",
    ]);
  });

  test("colours change nothing but colours", () => {
    const coloured = renderTable(table, createStyle(true), undefined);
    expect(stripVTControlCharacters(coloured)).toBe(renderTable(table, plain, undefined));
    expect(coloured).toContain("\u001B[31mFAILED\u001B[39m");
  });

  test("control characters in values never reach the terminal", () => {
    const hostile = { columns: [{ header: "Name" }], rows: [["a\u001B[2Jb\nc"]] };
    expect(renderTable(hostile, plain, undefined)).toBe("Name\na [2Jb c");
  });
});

test("wrap breaks at spaces, keeps indents and leaves long words whole", () => {
  expect(wrap("one two three\n  four five", 9)).toBe("one two\nthree\n  four\n  five");
  expect(wrap("averylongword a", 5)).toBe("averylongword\na");
});
