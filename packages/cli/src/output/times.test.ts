import { expect, test } from "vitest";
import { sayInstant, sayWhen, sayWhenShort } from "./times.ts";

const now = Date.UTC(2026, 10, 22, 12);

test.each([
  ["2026-11-22T11:59:57Z", "a few seconds ago", "3s ago"],
  ["2026-11-22T11:59:38Z", "22 seconds ago", "22s ago"],
  ["2026-11-22T11:58:59Z", "1 minute ago", "1m ago"],
  ["2026-11-22T13:59:59Z", "in 1 hour", "in 1h"],
  ["2026-11-25T11:00:00Z", "in 2 days", "in 2d"],
  ["2026-11-30T12:00:00Z", "in 1 week", "in 1w"],
  ["2026-12-30T12:00:00Z", "in 1 month", "in 1mo"],
  ["2024-01-01T00:00:00Z", "2 years ago", "2y ago"],
])("%s is %s, or %s", (instant, words, short) => expect([sayWhen(instant, now), sayWhenShort(instant, now)]).toEqual([words, short]));

test("instants are printed in UTC with as many digits as asked for", () => {
  expect(sayInstant("2026-11-22T01:27:53.834821Z")).toBe("2026-11-22 01:27:53");
  expect(sayInstant("2026-11-22T03:27:53.834821+02:00", 3)).toBe("2026-11-22 01:27:53.834");
  expect(sayInstant("2026-11-22T01:27:53Z", 3)).toBe("2026-11-22 01:27:53.000");
});
