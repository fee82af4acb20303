import { describe, expect, test } from "vitest";
import { formatDuration, formatInstant, formatRelative } from "./format-time.ts";

describe("a moment", () => {
  test.each([
    ["UTC", "24h", "22 Nov 2026, 00:05:09 UTC"],
    ["UTC", "12h", "22 Nov 2026, 12:05:09 am UTC"],
    ["America/New_York", "24h", "21 Nov 2026, 19:05:09 GMT-5"],
    ["Asia/Kolkata", "24h", "22 Nov 2026, 05:35:09 GMT+5:30"],
  ] as const)("in %s on a %s clock", (zone, clock, expected) => {
    expect(formatInstant("2026-11-22T00:05:09.123456Z", { zone, clock })).toBe(expected);
  });

  test("names its own offset on both sides of a change of clocks", () => {
    const choice = { zone: "Europe/Berlin", clock: "24h" } as const;
    expect(formatInstant("2026-10-25T00:30:00Z", choice, { seconds: false, date: false })).toBe("02:30 CEST");
    expect(formatInstant("2026-10-25T01:30:00Z", choice, { seconds: false, date: false })).toBe("02:30 CET");
  });
});

test.each([
  [0, "just now"],
  [-30, "30 sec. ago"],
  [-200, "3 min. ago"],
  [7_300, "in 2 hr."],
  [-90_000, "1 day ago"],
  [86_400 * 400, "in 1 yr."],
])("%d seconds from now", (seconds, expected) => {
  const now = Date.UTC(2026, 10, 22);
  expect(formatRelative(new Date(now + seconds * 1000).toISOString(), now)).toBe(expected);
});

test.each([
  [0, "0 s"],
  [0.0004, "1 ms"],
  [0.45, "450 ms"],
  [3.14, "3.1 s"],
  [42.4, "42 s"],
  [59.96, "1m 00s"],
  [245, "4m 05s"],
  [11_520, "3h 12m"],
  [187_200, "2d 4h"],
  [-5, "−5.0 s"],
  [Number.NaN, "–"],
])("%d seconds", (seconds, expected) => {
  expect(formatDuration(seconds)).toBe(expected);
});
