import { expect, test } from "vitest";
import { bucketSeconds } from "./bucket-seconds.ts";

test.each([
  ["2026-11-22T00:00:00Z", "2026-11-22T01:00:00Z", 30],
  ["2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z", 900],
  ["2026-10-23T00:00:00Z", "2026-11-22T00:00:00Z", 21_600],
  ["2006-11-22T00:00:00Z", "2026-11-22T00:00:00Z", 5_259_600],
])("from %s to %s bars are %d seconds wide", (start, end, seconds) => {
  expect(bucketSeconds(start, end)).toBe(seconds);
});
