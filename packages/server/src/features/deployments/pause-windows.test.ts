import type { PauseWindow, Schedule } from "@millrace/contract";
import { describe, expect, test } from "vitest";
import { checkPauseWindows } from "./pause-windows.ts";
import { planDates } from "./plan-dates.ts";
import { openSchedule, scheduleDates } from "./schedule-dates.ts";

const window = (start_time: string, end_time: string): PauseWindow => ({ start_time, end_time, reason: null });
const every = (interval: number): Schedule => ({ interval, anchor_date: "2026-01-01T00:00:00Z", timezone: "UTC" });

const datesOf = async (schedule: Schedule, from: string, ...pauses: readonly PauseWindow[]): Promise<string[]> =>
  (await scheduleDates(schedule, { from, count: 4, pauses })).map(({ instant }) => instant.slice(5, 16));

describe("the dates of a schedule that rests", () => {
  test("leave out the start of a window and not its end", async () => {
    const noon = window("2026-02-01T12:00:00Z", "2026-02-01T14:00:00Z");
    const dates = ["02-01T10:00", "02-01T11:00", "02-01T14:00", "02-01T15:00"];
    expect(await datesOf(every(3600), "2026-02-01T10:00:00Z", noon)).toEqual(dates);
    const between = window("2026-02-01T11:00:00.000001Z", "2026-02-01T13:59:59.999999Z");
    expect(await datesOf(every(3600), "2026-02-01T10:00:00Z", between)).toEqual(dates);
  });

  test("go on behind windows that touch, hold no date or are over", async () => {
    const pauses = [
      window("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"),
      window("2026-02-01T10:10:00Z", "2026-02-01T10:20:00Z"),
      window("2026-02-01T11:00:00Z", "2026-02-01T12:00:00Z"),
      window("2026-02-01T12:00:00Z", "2026-02-01T12:30:00Z"),
    ];
    expect(await datesOf(every(3600), "2026-02-01T10:00:00Z", ...pauses)).toEqual([
      "02-01T10:00",
      "02-01T13:00",
      "02-01T14:00",
      "02-01T15:00",
    ]);
  });

  test("leap over a window that holds more dates than could be counted", async () => {
    const decades = window("2026-01-01T00:00:00Z", "2200-01-01T00:00:00Z");
    const dates = await scheduleDates(every(1), { from: "2026-02-01T00:00:00Z", count: 1, pauses: [decades] });
    expect(dates.map(({ instant }) => instant)).toEqual(["2200-01-01T00:00:00Z"]);
    const yearly: Schedule = { rrule: "DTSTART:20260101T000000\nRRULE:FREQ=DAILY;COUNT=90", timezone: "UTC" };
    expect(await datesOf(yearly, "2026-02-01T00:00:00Z", decades)).toEqual([]);
  });

  test.each<{ readonly name: string; readonly schedule: Schedule }>([
    { name: "a cron of every hour", schedule: { cron: "30 * * * *", timezone: "Europe/Oslo", day_or: true } },
    { name: "a cron of some hours", schedule: { cron: "30 1-3 * * *", timezone: "Europe/Oslo", day_or: true } },
    { name: "a rule", schedule: { rrule: "DTSTART:20260101T023000\nRRULE:FREQ=HOURLY;INTERVAL=5", timezone: "Europe/Oslo" } },
    { name: "a day", schedule: { interval: 86_400, anchor_date: "2026-01-01T02:30:00+01:00", timezone: "Europe/Oslo" } },
  ])("of $name are the others of it, also where clocks change", async ({ schedule }) => {
    for (const day of ["2026-03-29", "2026-10-25"]) {
      for (const hour of ["00:00", "00:30", "01:00", "01:30"]) {
        const pause = window(`${day}T00:00:00Z`, `${day}T${hour}:01Z`);
        const range = { from: new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString(), count: 40 };
        const all = await scheduleDates(schedule, range);
        const kept = all.filter(({ instant }) => instant < pause.start_time || instant >= pause.end_time);
        const found = await scheduleDates(schedule, { ...range, pauses: [pause] });
        expect(found.slice(0, kept.length)).toEqual(kept);
      }
    }
  });

  test("are planned as many as without, behind the window", async () => {
    const horizon = { start: "2026-02-01T00:00:00Z", end: "2026-05-12T00:00:00Z", minSeconds: 3600, minRuns: 3, maxRuns: 100 };
    const month = window("2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z");
    const { dates, ended } = await planDates(every(3600), horizon, [month]);
    expect(dates.map(({ instant }) => instant.slice(5, 16))).toEqual(["03-01T00:00", "03-01T01:00", "03-01T02:00"]);
    expect(ended).toBe("enough");
    const longer = window("2026-02-01T00:00:00Z", "2027-01-01T00:00:00Z");
    expect(await planDates(every(3600), horizon, [longer])).toEqual({ dates: [], ended: "end", next: "2027-01-01T00:00:00Z" });
  });

  test("are an endless stream again once the last window is over", async () => {
    const stream = await openSchedule(every(60), "2026-02-01T00:00:00Z", [window("2026-02-01T00:00:00Z", "2026-02-01T00:10:00Z")]);
    const [first] = stream;
    expect(first?.instant).toBe("2026-02-01T00:10:00Z");
  });
});

describe("pause windows", () => {
  test("are kept in the order of time", () => {
    const [one, other] = [window("2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"), window("2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z")];
    expect(checkPauseWindows([one, other])).toEqual([other, one]);
  });

  test.each([
    {
      windows: [window("2026-02-01T00:00:00Z", "2026-02-01T00:00:00Z")],
      says: "A pause window has to end after its start; one goes from 2026-02-01T00:00:00Z to 2026-02-01T00:00:00Z.",
    },
    {
      windows: [window("2026-02-02T00:00:00Z", "2026-02-04T00:00:00Z"), window("2026-02-01T00:00:00Z", "2026-02-02T00:00:01Z")],
      says: "The pause windows from 2026-02-01T00:00:00Z to 2026-02-02T00:00:01Z and from 2026-02-02T00:00:00Z to 2026-02-04T00:00:00Z overlap.",
    },
    { windows: [window("2026-02-01T00:00:00Z", "2300-02-01T00:00:00Z")], says: "between the years 1970 and 2250" },
  ])("are refused: $says", ({ windows, says }) => {
    expect(() => checkPauseWindows(windows)).toThrow(says);
  });
});
