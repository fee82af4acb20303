import { expect, test } from "vitest";
import { readOlderRange } from "./older-range.ts";

const now = new Date(2026, 10, 22, 15, 30).getTime();
const at = (hour: number, ...rest: number[]) => new Date(2026, 10, 22, hour, ...rest).toISOString();
const exact = { from: "2026-11-20T00:00:00.000Z", to: "2026-11-21T00:00:00.000Z" };

test.each([
  [{ rangeType: "span", seconds: "-604800", from: "2026-11-01T00:00:00Z", to: "2026-11-08T00:00:00Z" }, { window: "7d" }],
  [{ rangeType: "span" }, { window: "24h" }],
  [{ rangeType: "span", seconds: "-5400" }, { window: "5400s" }],
  [{ rangeType: "span", seconds: "3600" }, {}],
  [{ rangeType: "range", start: exact.from, end: exact.to }, exact],
  [{ rangeType: "range", start: "soon", end: exact.to }, {}],
  [{ rangeType: "around", aroundDate: "2026-11-20T12:00:00Z", aroundQuantity: "12", aroundUnit: "hour" }, exact],
  [
    { rangeType: "period", period: "Today" },
    { from: at(0), to: at(23, 59, 59, 999) },
  ],
])("the period of an older address %j is %j", (raw, range) => {
  expect(readOlderRange(raw, now)).toEqual({ window: undefined, from: undefined, to: undefined, ...range });
});

test("an address that names no such period is left alone", () => {
  expect(readOlderRange({ window: "6h", seconds: "-60" }, now)).toBeUndefined();
});
