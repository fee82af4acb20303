import { expect, test } from "vitest";
import { newRule, printRule, readRule, type SimpleRule } from "./rrule-builder.ts";

test.each<[SimpleRule, string]>([
  [newRule, "RRULE:FREQ=WEEKLY;BYDAY=MO"],
  [
    { ...newRule, interval: 2, days: ["FR", "MO"], start: "2026-01-05T08:30", count: 10 },
    "DTSTART:20260105T083000\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;COUNT=10",
  ],
  [{ ...newRule, frequency: "MONTHLY", days: [], monthDays: [1, -1] }, "RRULE:FREQ=MONTHLY;BYMONTHDAY=1,-1"],
  [{ ...newRule, frequency: "HOURLY", days: [], interval: 6 }, "RRULE:FREQ=HOURLY;INTERVAL=6"],
])("a simple rule is printed, and read again as it was", (rule, text) => {
  expect(printRule(rule)).toBe(text);
  expect(printRule(readRule(text) ?? newRule)).toBe(text);
});

test.each([
  "RRULE:FREQ=WEEKLY;BYSETPOS=1",
  "RRULE:FREQ=MONTHLY;BYDAY=1MO",
  "RRULE:FREQ=DAILY\nEXDATE:20260101T000000",
  "RRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY",
  "RDATE:20260101T000000",
  "nonsense",
  "",
])("%j says more than can be chosen, and stays text", (text) => {
  expect(readRule(text)).toBeUndefined();
});
