import { readFileSync } from "node:fs";
import type { CronSchedule, IntervalSchedule, RRuleSchedule, Schedule } from "@millrace/contract";
import { afterEach, describe, expect, test, vi } from "vitest";
import { normalizeSchedule } from "./normalize-schedule.ts";
import { loadRules, rruleWalls } from "./rrule-dates.ts";
import { parseRRule } from "./rrule-set.ts";
import { openSchedule, scheduleDates } from "./schedule-dates.ts";
import { scheduledTimeText } from "./schedule-texts.ts";

const newYork = "America/New_York";
const oslo = "Europe/Oslo";
const lordHowe = "Australia/Lord_Howe";
const cron = (expression: string, timezone: string | null = null, dayOr = true): Schedule => ({
  cron: expression,
  timezone,
  day_or: dayOr,
});
const rrule = (text: string, timezone: string | null = "UTC"): Schedule => ({ rrule: text, timezone });
const every = (interval: number, anchor: string, timezone: string | null = "UTC"): Schedule => ({
  interval,
  anchor_date: anchor,
  timezone,
});

interface Vector<S> {
  readonly schedule: S;
  readonly from: string;
  readonly until: string;
  readonly dates: readonly string[];
}

/** Dates that the protocol's own server computed for random schedules, away from clock changes. At most `most` of each are kept. */
interface Vectors {
  readonly most: number;
  readonly cron: readonly Vector<CronSchedule>[];
  readonly interval: readonly Vector<IntervalSchedule>[];
  readonly rrule: readonly Vector<RRuleSchedule>[];
}

const vectors: Vectors = JSON.parse(readFileSync(new URL("./fixtures/schedule-vectors.json", import.meta.url), "utf8"));

/** The dates as the clock of the schedule's zone shows them. */
const times = async (schedule: Schedule, from: string, count: number): Promise<string[]> =>
  (await scheduleDates(schedule, { from, count })).map(scheduledTimeText);

describe("dates recorded from the protocol's own server", () => {
  const datesOf = async ({ schedule, from, until }: Vector<Schedule>): Promise<string[]> =>
    (await scheduleDates(await normalizeSchedule(schedule, from), { from, until, count: vectors.most })).map(({ instant }) => instant);

  test.each(vectors.cron)("cron $schedule.cron in $schedule.timezone from $from", async (vector) => {
    expect(await datesOf(vector)).toEqual(vector.dates);
  });

  test.each(vectors.interval)("every $schedule.interval s in $schedule.timezone from $from", async (vector) => {
    expect(await datesOf(vector)).toEqual(vector.dates);
  });

  test.each(vectors.rrule)("rule $# in $schedule.timezone from $from", async (vector) => {
    expect(await datesOf(vector)).toEqual(vector.dates);
  });
});

describe("cron through a clock change", () => {
  test.each([
    [
      "a skipped time moves forward",
      "30 2 * * *",
      oslo,
      "2035-03-24T00:00:00Z",
      ["24T02:30:00+01:00", "25T03:30:00+02:00", "26T02:30:00+02:00"],
    ],
    ["and does not double a time already there", "0 2,3 * * *", oslo, "2035-03-24T12:00:00Z", ["25T03:00:00+02:00", "26T02:00:00+02:00"]],
    [
      "an hourly cron has no gap",
      "0 * * * *",
      newYork,
      "2035-03-11T06:00:00Z",
      ["11T01:00:00-05:00", "11T03:00:00-04:00", "11T04:00:00-04:00"],
    ],
    ["half an hour is skipped on Lord Howe", "15 2 * * *", lordHowe, "2035-10-06T14:00:00Z", ["07T02:45:00+11:00", "08T02:15:00+11:00"]],
    ["moved times keep their order", "20,40 2 * * *", lordHowe, "2035-10-06T14:00:00Z", ["07T02:40:00+11:00", "07T02:50:00+11:00"]],
    ["a minutely cron runs straight on", "*/30 * * * *", newYork, "2035-03-11T06:30:00Z", ["11T01:30:00-05:00", "11T03:00:00-04:00"]],
  ])("spring: %s", async (...[, expression, zone, from, expected]) => {
    const found = await times(cron(expression, zone), from, expected.length);
    expect(found.map((time) => time.slice(8))).toEqual(expected);
  });

  test.each([
    [
      "a repeated time fires at its first occurrence",
      "30 1 * * *",
      newYork,
      "2035-11-04T00:00:00Z",
      ["04T01:30:00-04:00", "05T01:30:00-05:00"],
    ],
    ["not again when asked in between", "30 1 * * *", newYork, "2035-11-04T06:00:00Z", ["05T01:30:00-05:00"]],
    [
      "an hourly cron loses no hour",
      "0 * * * *",
      newYork,
      "2035-11-04T04:00:00Z",
      ["04T00:00:00-04:00", "04T01:00:00-04:00", "04T01:00:00-05:00", "04T02:00:00-05:00"],
    ],
    [
      "nor does it when asked from the second occurrence",
      "*/20 * * * *",
      newYork,
      "2035-11-04T06:30:00Z",
      ["04T01:40:00-05:00", "04T02:00:00-05:00"],
    ],
    [
      "half an hour repeats on Lord Howe",
      "*/15 * * * *",
      lordHowe,
      "2035-03-31T14:30:00Z",
      ["01T01:30:00+11:00", "01T01:45:00+11:00", "01T01:30:00+10:30", "01T01:45:00+10:30", "01T02:00:00+10:30"],
    ],
  ])("autumn: %s", async (...[, expression, zone, from, expected]) => {
    const found = await times(cron(expression, zone), from, expected.length);
    expect(found.map((time) => time.slice(8))).toEqual(expected);
  });

  test("every hour of both change days is there once", async () => {
    for (const [from, until] of [
      ["2035-03-25T00:00:00Z", "2035-03-25T23:00:00Z"],
      ["2035-10-28T00:00:00Z", "2035-10-28T23:00:00Z"],
    ] as const) {
      const found = await scheduleDates(cron("0 * * * *", oslo), { from, until });
      expect(new Set(found.map(({ instant }) => instant)).size).toBe(24);
      expect(found).toHaveLength(24);
    }
  });
});

describe("cron on the calendar", () => {
  test.each([
    ["leap days", "0 0 29 2 *", "2026-01-01T00:00:00Z", ["2028-02-29", "2032-02-29"]],
    ["months without a 31st", "0 0 31 * *", "2026-02-01T00:00:00Z", ["2026-03-31", "2026-05-31"]],
    ["the last day of a month", "0 0 L * *", "2028-01-31T12:00:00Z", ["2028-02-29", "2028-03-31"]],
    ["the second Monday", "0 0 * * mon#2", "2026-11-01T00:00:00Z", ["2026-11-09", "2026-12-14"]],
    ["the last Friday", "0 0 * * L5", "2026-11-01T00:00:00Z", ["2026-11-27", "2026-12-25"]],
    ["@yearly", "@yearly", "2026-01-02T00:00:00Z", ["2027-01-01", "2028-01-01"]],
    [
      "either day field",
      "0 0 13 * fri",
      "2026-11-10T00:00:00Z",
      ["2026-11-13", "2026-11-20", "2026-11-27", "2026-12-04", "2026-12-11", "2026-12-13"],
    ],
  ])("%s", async (...[, expression, from, expected]) => {
    const found = await times(cron(expression), from, expected.length);
    expect(found.map((time) => time.slice(0, 10))).toEqual(expected);
  });

  test("both day fields when day_or is false", async () => {
    expect(await times(cron("0 0 13 * fri", null, false), "2026-11-14T00:00:00Z", 2)).toEqual([
      "2027-08-13T00:00:00Z",
      "2028-10-13T00:00:00Z",
    ]);
  });

  test("the sixth field fires within the minute", async () => {
    expect(await times(cron("* * * * * 10,40"), "2026-01-01T00:00:10.000001Z", 2)).toEqual([
      "2026-01-01T00:00:40Z",
      "2026-01-01T00:01:10Z",
    ]);
  });

  test("a day that never comes gives no date", async () => expect(await times(cron("0 0 30 2 *"), "2026-01-01T00:00:00Z", 1)).toEqual([]));

  test("both ends of the window belong to it", async () => {
    const window = { from: "2026-01-01T09:00:00Z", until: "2026-01-03T09:00:00Z" };
    expect(await scheduleDates(cron("0 9 * * *"), window)).toHaveLength(3);
  });

  test("a whole skipped day moves to the next", async () => {
    const found = await times(cron("0 9 * * *", "Pacific/Apia"), "2011-12-29T10:00:00Z", 3);
    expect(found).toEqual(["2011-12-29T09:00:00-10:00", "2011-12-31T09:00:00+14:00", "2012-01-01T09:00:00+14:00"]);
  });
});

describe("intervals", () => {
  test("days keep the local time of the anchor, whatever the season asked in", async () => {
    const daily = every(86_400, "2035-01-01T09:00:00-05:00", newYork);
    expect(await times(daily, "2035-07-01T00:00:00Z", 1)).toEqual(["2035-07-01T09:00:00-04:00"]);
    expect(await times(daily, "2035-11-03T00:00:00Z", 3)).toEqual([
      "2035-11-03T09:00:00-04:00",
      "2035-11-04T09:00:00-05:00",
      "2035-11-05T09:00:00-05:00",
    ]);
  });

  test("a skipped local time moves forward that day only", async () => {
    const found = await times(every(86_400, "2035-03-20T01:30:00Z", oslo), "2035-03-24T12:00:00Z", 2);
    expect(found).toEqual(["2035-03-25T03:30:00+02:00", "2035-03-26T02:30:00+02:00"]);
  });

  test("less than a day is elapsed time", async () => {
    const found = await times(every(7200, "2035-01-01T00:00:00+01:00", oslo), "2035-03-24T23:00:00Z", 3);
    expect(found).toEqual(["2035-03-25T00:00:00+01:00", "2035-03-25T03:00:00+02:00", "2035-03-25T05:00:00+02:00"]);
  });

  test("more than whole days is wall clock to the second", async () => {
    const found = await times(every(129_600, "2035-03-24T00:00:00+01:00", oslo), "2035-03-24T00:00:00Z", 2);
    expect(found).toEqual(["2035-03-25T12:00:00+02:00", "2035-03-27T00:00:00+02:00"]);
  });

  test.each([
    ["in the future", "2040-01-01T00:00:07.25Z"],
    ["a lifetime ago", "1950-01-01T00:00:07.25Z"],
  ])("the anchor may lie %s", async (_, anchor) => {
    expect(await times(every(10, anchor), "2026-01-01T00:00:00Z", 2)).toEqual([
      "2026-01-01T00:00:07.250000Z",
      "2026-01-01T00:00:17.250000Z",
    ]);
  });
});

describe("rules", () => {
  test("digits are wall clock of the schedule's zone, whatever zone they name", async () => {
    const found = await times(rrule("DTSTART:20350101T090000Z\nRRULE:FREQ=WEEKLY;BYDAY=MO", newYork), "2035-03-01T00:00:00Z", 2);
    expect(found).toEqual(["2035-03-05T09:00:00-05:00", "2035-03-12T09:00:00-04:00"]);
  });

  test("a skipped time moves forward and a repeated one fires once", async () => {
    const daily = rrule("DTSTART:20350101T023000\nFREQ=DAILY", oslo);
    expect(await times(daily, "2035-03-24T12:00:00Z", 2)).toEqual(["2035-03-25T03:30:00+02:00", "2035-03-26T02:30:00+02:00"]);
    expect(await times(daily, "2035-10-27T12:00:00Z", 2)).toEqual(["2035-10-28T02:30:00+02:00", "2035-10-29T02:30:00+01:00"]);
  });

  test("an hourly rule loses no hour", async () => {
    const found = await scheduleDates(rrule("DTSTART:20350101T000000\nFREQ=HOURLY", newYork), {
      from: "2035-11-04T04:00:00Z",
      until: "2035-11-04T08:00:00Z",
    });
    expect(found.map(({ instant }) => instant.slice(11, 13))).toEqual(["04", "05", "06", "07", "08"]);
  });

  test("a set adds, repeats nothing and leaves out", async () => {
    const text = [
      "DTSTART:20260101T090000",
      "RRULE:FREQ=DAILY;COUNT=5",
      "RRULE:FREQ=WEEKLY;BYDAY=FR;UNTIL=20260110T000000",
      "RDATE:20260103T120000,20260102T090000",
      "EXDATE:20260104T090000",
      "EXRULE:FREQ=YEARLY;BYMONTHDAY=5;BYMONTH=1",
    ].join("\n");
    expect(await times(rrule(text), "2026-01-01T00:00:00Z", 10)).toEqual([
      "2026-01-01T09:00:00Z",
      "2026-01-02T09:00:00Z",
      "2026-01-03T09:00:00Z",
      "2026-01-03T12:00:00Z",
      "2026-01-09T09:00:00Z",
    ]);
  });

  test("COUNT counts from the start, also when asked much later", async () => {
    const text = "DTSTART:20200101T000000\nRRULE:FREQ=MONTHLY;BYDAY=1MO;COUNT=80";
    expect(await times(rrule(text), "2026-07-20T00:00:00Z", 5)).toEqual(["2026-08-03T00:00:00Z"]);
    expect(await times(rrule("DTSTART:20200101T000000\nRRULE:FREQ=DAILY;COUNT=0"), "2020-01-01T00:00:00Z", 1)).toEqual([]);
  });

  test("a start lies in the past without being walked to", async () => {
    const found = await times(rrule("DTSTART:19700101T000003\nRRULE:FREQ=SECONDLY;INTERVAL=7"), "2026-01-01T00:00:00Z", 2);
    expect(found).toEqual(["2026-01-01T00:00:03Z", "2026-01-01T00:00:10Z"]);
  });

  test("a rule without dates ends", async () => {
    expect(await times(rrule("DTSTART:20200101T000000\nFREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), "2026-01-01T00:00:00Z", 1)).toEqual([]);
  });

  test.each(["FREQ=DAILY", "FREQ=HOURLY", "FREQ=SECONDLY"])("a set that excludes all its dates by EXRULE:%s ends", async (exclusion) => {
    const text = `DTSTART:20200101T000000\nRRULE:FREQ=DAILY\nEXRULE:${exclusion}`;
    expect(await times(rrule(text), "2026-01-01T00:00:00Z", 1)).toEqual([]);
  });

  test("a rule without dates is not counted", async () => {
    const library = await loadRules();
    const counting = vi.spyOn(library.prototype, "all");
    for (const rule of ["FREQ=YEARLY;BYMONTH=12;BYSETPOS=2", "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=3", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"]) {
      const set = parseRRule(`${rule};COUNT=5`);
      if ("problem" in set) throw new Error(set.problem);
      expect([...rruleWalls(library, set, set.start)]).toEqual([]);
    }
    expect(counting).not.toHaveBeenCalled();
    counting.mockRestore();
  });

  test("an exclusion is looked up at each date, however much lies in between", async () => {
    const text = "DTSTART:20200101T000000\nRRULE:FREQ=YEARLY\nEXRULE:FREQ=SECONDLY;COUNT=190000000\nEXRULE:FREQ=YEARLY;INTERVAL=2";
    expect(await times(rrule(text), "2020-01-01T00:00:00Z", 2)).toEqual(["2027-01-01T00:00:00Z", "2029-01-01T00:00:00Z"]);
  });
});

describe("openSchedule", () => {
  test("computes only what is read of an endless schedule", async () => {
    const read: string[] = [];
    for (const { instant } of await openSchedule(cron("* * * * *"), "2026-01-01T00:00:00Z")) {
      read.push(instant);
      if (read.length === 3) break;
    }
    expect(read).toEqual(["2026-01-01T00:00:00Z", "2026-01-01T00:01:00Z", "2026-01-01T00:02:00Z"]);
  });

  test("names a stored schedule that cannot be read", async () => {
    await expect(openSchedule(cron("nope"), "2026-01-01T00:00:00Z")).rejects.toThrow('"nope"');
    await expect(openSchedule(cron("0 0 * * *", "Mars/Base"), "2026-01-01T00:00:00Z")).rejects.toThrow("Mars/Base");
  });
});

describe("a runtime without Temporal", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test("computes the same dates", async () => {
    const schedules = [
      cron("30 1 * * *", lordHowe),
      every(86_400, "2035-01-01T09:00:00Z", oslo),
      rrule("FREQ=HOURLY;BYHOUR=1,2,3", newYork),
    ];
    const compute = () => Promise.all(schedules.map((schedule) => times(schedule, "2035-03-10T00:00:00Z", 60)));
    const expected = await compute();
    vi.stubGlobal("Temporal", undefined);
    expect(await compute()).toEqual(expected);
    expect(expected.map((found) => found.length)).toEqual([60, 60, 60]);
  });
});

test("intervals end with the year 9999, however long they are", async () => {
  const anchor = "2026-01-01T00:00:00Z";
  const datesOf = async (interval: number) =>
    (await scheduleDates(every(interval, anchor), { from: "2026-01-01T00:00:01Z", count: 3 })).map(({ instant }) => instant);
  expect(await datesOf(86_400 * 365 * 4000)).toEqual(["6023-05-07T00:00:00Z"]);
  expect(await datesOf(2 ** 53)).toEqual([]);
  expect(await datesOf(1e308)).toEqual([]);
});
