import { expect, test } from "vitest";
import { idempotencyDate, scheduledTimeText } from "./schedule-texts.ts";

test.each([
  ["2026-01-01T14:00:00Z", -18_000, "2026-01-01 09:00:00-05:00", "2026-01-01T09:00:00-05:00"],
  ["2026-11-22T01:13:31.994336Z", 0, "2026-11-22 01:13:31.994336+00:00", "2026-11-22T01:13:31.994336Z"],
  ["2026-01-01T00:00:00Z", 20_700, "2026-01-01 05:45:00+05:45", "2026-01-01T05:45:00+05:45"],
  ["1890-01-01T00:00:00Z", -17_762, "1889-12-31 19:03:58-04:56:02", "1889-12-31T19:03:58-04:56:02"],
])("texts of %s at %i", (...[instant, offsetSeconds, key, scheduledTime]) => {
  expect(idempotencyDate({ instant, offsetSeconds })).toBe(key);
  expect(scheduledTimeText({ instant, offsetSeconds })).toBe(scheduledTime);
});
