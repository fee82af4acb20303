import { expect, test } from "vitest";
import { everyText, scheduleText } from "./schedule-text.ts";

test.each([
  [1, "second"],
  [60, "minute"],
  [90, "90 seconds"],
  [5_400, "90 minutes"],
  [86_400, "day"],
  [1_209_600, "2 weeks"],
])("every %i seconds is every %s", (seconds, text) => {
  expect(everyText(seconds)).toBe(text);
});

test("schedules of each kind are put into a few words, with their zone unless it is UTC", () => {
  expect(scheduleText({ cron: "0 2 * * *", timezone: "Europe/Berlin", day_or: true })).toBe("0 2 * * * (Europe/Berlin)");
  expect(scheduleText({ interval: 3_600, anchor_date: "2026-01-01T00:00:00Z", timezone: "UTC" })).toBe("Every hour");
  expect(scheduleText({ rrule: "DTSTART:20260101T000000\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", timezone: "UTC" })).toBe(
    "Every 2 weeks on MO, WE",
  );
  expect(scheduleText({ rrule: "RDATE:20260101T000000", timezone: null })).toBe("Dates of a rule");
});
