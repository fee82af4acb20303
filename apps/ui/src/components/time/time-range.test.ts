import { expect, test } from "vitest";
import { momentsOf, parseWindow, printTimeRange, readTimeRange } from "./time-range.ts";

test.each([
  ["90s", 90],
  ["24h", 86_400],
  ["7d", 604_800],
  ["1.5h", 5_400],
  ["soon", undefined],
  ["-1h", undefined],
])("%s", (text, seconds) => {
  expect(parseWindow(text)).toBe(seconds);
});

test("a relative period stays relative, and an exact one exact", () => {
  const now = Date.UTC(2026, 10, 22, 12);
  const relative = readTimeRange({ window: "1h" }, "24h");
  expect(momentsOf(relative, now)).toEqual({ after: "2026-11-22T11:00:00.000Z", before: "2026-11-22T12:00:00.000Z" });
  expect(readTimeRange(printTimeRange(relative), "24h")).toEqual(relative);
  const exact = readTimeRange({ window: "1h", from: "2026-11-01T00:00:00Z", to: "2026-11-02T00:00:00Z" }, "24h");
  expect(momentsOf(exact, now)).toEqual({ after: "2026-11-01T00:00:00.000Z", before: "2026-11-02T00:00:00.000Z" });
  expect(readTimeRange(printTimeRange(exact), "24h")).toEqual(exact);
});

test("what makes no sense is the usual period", () => {
  expect(readTimeRange({ window: "x", from: "y", to: "z" }, "24h")).toEqual({ kind: "last", window: "24h" });
});
