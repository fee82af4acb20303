import type { DeploymentSchedule, Schedule } from "@millrace/contract";
import { expect, test } from "vitest";
import { newDraft, readDraft, toSchedule, toScheduleInput } from "./schedule-draft.ts";

const saved = (schedule: Schedule): DeploymentSchedule => ({
  id: "01a20292-832b-701b-9a5e-8f588a912162",
  created: "2026-01-01T00:00:00Z",
  updated: "2026-01-01T00:00:00Z",
  deployment_id: null,
  schedule,
  active: false,
  max_scheduled_runs: 3,
  parameters: { a: 1 },
  slug: "night",
});

test.each<Schedule>([
  { cron: "0 2 * * 1", timezone: "Europe/Berlin", day_or: false },
  { interval: 5_400, anchor_date: "2026-07-01T09:30:00+02:00", timezone: "Europe/Berlin" },
  { rrule: "DTSTART:20260101T080000\nRRULE:FREQ=WEEKLY;BYDAY=MO", timezone: "UTC" },
])("a saved schedule is saved again as it was", (schedule) => {
  expect(toScheduleInput(readDraft(saved(schedule)))).toEqual({
    input: { schedule, active: false, max_scheduled_runs: 3, parameters: { a: 1 }, slug: "night" },
  });
});

test("an interval is shown in the largest unit that it is whole in, its anchor on the wall of its zone", () => {
  const draft = readDraft(saved({ interval: 1_209_600, anchor_date: "2026-01-01T00:00:00Z", timezone: "America/New_York" }));
  expect(draft).toMatchObject({ kind: "interval", every: 2, unit: "weeks", anchor: "2025-12-31T19:00" });
});

test("what is missing or no JSON is told before anything is sent", () => {
  expect(toScheduleInput({ ...newDraft("UTC"), cron: " " })).toEqual({ problem: "Say when it is to run." });
  expect(toScheduleInput({ ...newDraft("UTC"), kind: "interval", every: 0 })).toEqual({ problem: "Say when it is to run." });
  expect(toScheduleInput({ ...newDraft("UTC"), parameters: "{" })).toEqual({ problem: "Parameters: This is not JSON." });
  expect(toSchedule({ ...newDraft("UTC"), kind: "interval", every: 2, unit: "days" })).toEqual({ interval: 172_800, timezone: "UTC" });
});
