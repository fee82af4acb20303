import type { PauseWindow, PolicyOfSchedule } from "@millrace/contract";
import { expect, test } from "vitest";
import { isInPause, listPauses, pausedText, policyTexts } from "./pauses.ts";

const usual = { missed: null, missed_after_seconds: 60, overlap: "allow" } as const;
const policy = (schedule_id: string, ...pause_windows: readonly PauseWindow[]): PolicyOfSchedule => ({
  schedule_id,
  ...usual,
  pause_windows,
});
const pause = (start_time: string, end_time: string, reason: string | null = null): PauseWindow => ({ start_time, end_time, reason });
const now = Date.parse("2026-06-01T12:00:00Z");

test("a window of several schedules is told once, and one that is over not at all", () => {
  const [over, holidays] = [
    pause("2026-05-01T00:00:00Z", "2026-06-01T12:00:00Z"),
    pause("2026-07-01T00:00:00Z", "2026-08-01T00:00:00Z", "away"),
  ];
  const current = pause("2026-06-01T11:00:00Z", "2026-06-01T13:00:00Z");
  expect(listPauses([policy("a", over, holidays), policy("b", current, holidays), policy("c")], now)).toEqual([
    { ...current, schedules: ["b"] },
    { ...holidays, schedules: ["a", "b"] },
  ]);
  const other = pause(holidays.start_time, holidays.end_time, "moving");
  expect(listPauses([policy("a", holidays), policy("b", other)], now)).toHaveLength(2);
});

test("a schedule rests from the start of a window until its end", () => {
  const rests = policy("a", pause("2026-06-01T12:00:00Z", "2026-06-01T13:00:00Z"));
  expect([now - 1, now, now + 3_599_999, now + 3_600_000].map((moment) => isInPause(rests, moment))).toEqual([false, true, true, false]);
});

test("policies and counts are told in words", () => {
  expect(policyTexts({ ...usual, pause_windows: [] })).toEqual([]);
  expect(policyTexts({ ...usual, missed: "skip", overlap: "queue", pause_windows: [] })).toEqual([
    "skips what it missed",
    "a run waits for the one before",
  ]);
  expect([1, 3, 1_000].map((count) => pausedText(count))).toEqual([
    "1 date falls in a pause window",
    "3 dates fall in a pause window",
    "1,000 or more dates fall in a pause window",
  ]);
});
