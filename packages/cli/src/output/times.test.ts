import { expect, test } from "vitest";
import { sayInstant, sayWhen } from "./times.ts";

const now = Date.UTC(2026, 10, 22, 12);

test.each([
  ["2026-11-22T11:59:57Z", "a few seconds ago"],
  ["2026-11-22T11:59:38Z", "22 seconds ago"],
  ["2026-11-22T11:58:59Z", "1 minute ago"],
  ["2026-11-22T13:59:59Z", "in 1 hour"],
  ["2026-11-25T11:00:00Z", "in 2 days"],
  ["2026-11-30T12:00:00Z", "in 1 week"],
  ["2026-12-30T12:00:00Z", "in 1 month"],
  ["2024-01-01T00:00:00Z", "2 years ago"],
])("%s is %s", (instant, words) => expect(sayWhen(instant, now)).toBe(words));

test("instants are printed in UTC with as many digits as asked for", () => {
  expect(sayInstant("2026-11-22T01:27:53.834821Z")).toBe("2026-11-22 01:27:53");
  expect(sayInstant("2026-11-22T03:27:53.834821+02:00", 3)).toBe("2026-11-22 01:27:53.834");
  expect(sayInstant("2026-11-22T01:27:53Z", 3)).toBe("2026-11-22 01:27:53.000");
});
