import { describe, expect, test } from "vitest";
import { normalizeSchedule } from "./normalize-schedule.ts";
import { scheduleDates } from "./schedule-dates.ts";

const now = "2026-11-22T01:13:31.994336Z";
const normalizeRule = (rrule: string, timezone: string | null = "UTC") => normalizeSchedule({ rrule, timezone }, now);

describe("normalizeSchedule", () => {
  test("an interval is anchored now and in UTC", async () => {
    expect(await normalizeSchedule({ interval: 60, timezone: null }, now)).toEqual({ interval: 60, anchor_date: now, timezone: "UTC" });
  });

  test("an anchor and a zone that were sent stay", async () => {
    const sent = { interval: 60, anchor_date: "2035-01-01T00:00:00+02:00", timezone: "Europe/Oslo" };
    expect(await normalizeSchedule(sent, now)).toEqual(sent);
  });

  test("a cron stays as it is", async () => {
    const sent = { cron: "0 0 * * *", timezone: null, day_or: true };
    expect(await normalizeSchedule(sent, now)).toEqual(sent);
  });

  test.each([
    ["FREQ=DAILY;BYHOUR=9", "UTC", "20200101T000000"],
    ["FREQ=MINUTELY;COUNT=3", "UTC", "20200101T000000"],
    ["RRULE:FREQ=MINUTELY\nRDATE:20260101T000000", "UTC", "20200101T000000"],
    ["FREQ=MINUTELY", "UTC", "20261122T011300"],
    ["FREQ=MINUTELY", "America/New_York", "20261121T201300"],
    ["FREQ=SECONDLY;INTERVAL=30", null, "20261122T011330"],
  ])("%j in %j starts at %s", async (rule, timezone, start) => {
    expect(await normalizeRule(rule, timezone)).toEqual({ rrule: `DTSTART:${start}\n${rule}`, timezone });
  });

  test.each(["DTSTART:20260101T000000\nRRULE:FREQ=DAILY", "FREQ=DAILY;UNTIL=20280101T000000Z"])("%j stays as it is", async (rule) => {
    expect(await normalizeRule(rule)).toEqual({ rrule: rule, timezone: "UTC" });
  });

  test("a moved start moves no date", async () => {
    const rule = "FREQ=MINUTELY;INTERVAL=7;BYHOUR=9";
    const window = { from: now, count: 5 };
    const moved = await scheduleDates(await normalizeRule(rule), window);
    expect(moved).toEqual(await scheduleDates({ rrule: rule, timezone: "UTC" }, window));
    expect(moved).toHaveLength(5);
  });
});
