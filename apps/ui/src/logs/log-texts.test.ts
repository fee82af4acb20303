import { describe, expect, test } from "vitest";
import { aLine } from "./fixtures/lines.ts";
import { createLogClock } from "./log-clock.ts";
import { nameOfLevel } from "./log-levels.ts";
import { compareLogs } from "./log-order.ts";
import { logFilter, wordsOf } from "./log-query.ts";
import { printLineHash, readLineHash } from "./log-search.ts";
import { createMarker, splitAnsi, splitText } from "./split-line.ts";

test("lines stand in the order of their moments to the last digit, then of their ids", () => {
  const at = (timestamp: string, id: string) => ({ timestamp, id });
  const sorted = [
    at("2026-01-01T00:00:05Z", "b"),
    at("2026-01-01T00:00:05.000001Z", "a"),
    at("2026-01-01T00:00:05.25Z", "a"),
    at("2026-01-01T00:00:05.250001Z", "a"),
    at("2026-01-01T00:00:06Z", "a"),
    at("2026-01-01T00:00:06Z", "c"),
  ];
  expect(sorted.toReversed().sort(compareLogs)).toEqual(sorted);
});

describe("the filter", () => {
  test.each([
    [{}, { flow_run_id: { any_: ["f"] } }],
    [{ level: 30 }, { flow_run_id: { any_: ["f"] }, level: { ge_: 30 } }],
    [{ task: "none" }, { flow_run_id: { any_: ["f"] }, task_run_id: { is_null_: true } }],
    [{ task: "t" }, { flow_run_id: { any_: ["f"] }, task_run_id: { any_: ["t"] } }],
    [
      { text: "lost -found", logger: "app" },
      { flow_run_id: { any_: ["f"] }, text: { query: 'lost -found +"app"' } },
    ],
    [{ text: "x".repeat(300) }, { flow_run_id: { any_: ["f"] }, text: { query: "x".repeat(200) } }],
  ])("of %j", (query, filter) => {
    expect(logFilter({ flowRunId: "f" }, query)).toEqual(filter);
  });

  test("of a task run's lines", () => {
    expect(logFilter({ taskRunId: "t" }, { level: 40 })).toEqual({ task_run_id: { any_: ["t"] }, level: { ge_: 40 } });
  });
});

test.each([
  ["lost found", ["lost", "found"]],
  ['+must -not "two words"', ["must", "two words"]],
  ['"half open', ["half open"]],
  ["", []],
])("in %j these are marked: %j", (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test.each([
  [0, "Debug"],
  [25, "Info"],
  [40, "Error"],
  [99, "Critical"],
])("level %d is called %s", (level, name) => {
  expect(nameOfLevel(level)).toBe(name);
});

test("a terminal's colours become marks, other control sequences and colours go", () => {
  expect(splitAnsi("plain")).toEqual([{ text: "plain", decorations: [] }]);
  expect(splitAnsi("\u001b[1;31mred\u001b[0m and \u001b[38;5;200mpink\u001b[0m\u001b[2K")).toEqual([
    { text: "red", color: "red", ground: undefined, decorations: ["bold"] },
    { text: " and ", color: undefined, ground: undefined, decorations: [] },
    { text: "pink", color: undefined, ground: undefined, decorations: [] },
  ]);
});

test("only links of the web lead anywhere, and what is looked for is marked within them too", () => {
  expect(splitText("see https://example.com/a?b=1. or javascript:alert(1)", undefined)).toEqual([
    { text: "see " },
    { text: "https://example.com/a?b=1", href: "https://example.com/a?b=1" },
    { text: ". or javascript:alert(1)" },
  ]);
  expect(splitText("An EXAMPLE: http://example.com", createMarker(["example"]))).toEqual([
    { text: "An " },
    { text: "EXAMPLE", isFound: true },
    { text: ": " },
    { text: "http://", href: "http://example.com" },
    { text: "example", href: "http://example.com", isFound: true },
    { text: ".com", href: "http://example.com" },
  ]);
  expect(splitText("a.b", createMarker(["."]))).toEqual([{ text: "a" }, { text: ".", isFound: true }, { text: "b" }]);
});

test("an address leads to a line and nowhere else", () => {
  const line = aLine(5);
  expect(readLineHash(`#${printLineHash(line)}`)).toEqual({ id: line.id, timestamp: line.timestamp });
  expect(readLineHash("log=nonsense")).toBeUndefined();
  expect(readLineHash("")).toBeUndefined();
});

test("moments are printed in the chosen zone and clock", () => {
  const clock = createLogClock({ zone: "Asia/Kolkata", clock: "24h" });
  expect(clock.time("2026-11-22T20:05:09.123456Z")).toBe("01:35:09.123");
  expect(clock.day("2026-11-22T20:05:09Z")).toContain("23 Nov 2026");
  expect(clock.zone).toBe("GMT+5:30");
});
