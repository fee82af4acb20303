import { describe, expect, test } from "vitest";
import { validateSchedule } from "./schedule-checks.ts";

const cron = (expression: string, timezone: string | null = null) => validateSchedule({ cron: expression, timezone, day_or: true });
const rrule = (text: string, timezone: string | null = "UTC") => validateSchedule({ rrule: text, timezone });

describe("validateSchedule", () => {
  test.each(["*/5 * * * *", "@daily", "0 0 L * *", "0 0 * * mon#2", "0 9 * jan-mar mon-fri 30", "  0 0 * * *  "])(
    "takes cron %j",
    (expression) => expect(cron(expression)).toBeNull(),
  );

  test.each(["nope", "61 * * * *", "", "H * * * *", "H(0-5) * * * *"])("refuses cron %j", (expression) =>
    expect(cron(expression)).toEqual({ field: "cron", message: `Invalid cron string: "${expression}"` }),
  );

  test.each(["R * * * *", "0 0 * * r", "R/5 * * * *", "R(0-5) * * * *"])("refuses the random cron %j", (expression) =>
    expect(cron(expression)).toEqual({
      field: "cron",
      message: `Random and Hashed expressions are unsupported, received: "${expression}"`,
    }),
  );

  test.each(["UTC", "US/Eastern", "Europe/Kyiv", "Etc/GMT+5", "EST5EDT", "Asia/Calcutta", "", null])("knows the zone %j", (timezone) =>
    expect(cron("0 0 * * *", timezone)).toBeNull(),
  );

  test.each(["Mars/Base", "+01:00", "america/new_york", "Europe/BERLIN", "Utc", "Asia/CALCUTTA", "PST"])(
    "refuses the zone %j",
    (timezone) => {
      const message = `Invalid timezone: "${timezone}" (specify in IANA tzdata format, for example, America/New_York)`;
      expect(cron("0 0 * * *", timezone)).toEqual({ field: null, message });
      expect(validateSchedule({ interval: 60, timezone })).toEqual({ field: null, message });
      expect(rrule("FREQ=DAILY", timezone)).toEqual({ field: "timezone", message });
    },
  );

  test("refuses an interval that is not positive", () => {
    expect(validateSchedule({ interval: 0, timezone: null })).toEqual({ field: "interval", message: "interval must be positive" });
    expect(validateSchedule({ interval: 0.5, timezone: null })).toBeNull();
  });

  test.each([
    "FREQ=DAILY;BYHOUR=9",
    "rrule:freq=weekly;byday=mo,we",
    "DTSTART;TZID=America/New_York:20260101T090000\nRRULE:FREQ=MONTHLY;BYDAY=2TU,TH(-1);UNTIL=20270101T000000Z",
    "FREQ=DAILY;UNTIL=20270101T000000Z",
    "RDATE:20260101T090000,20260301T090000",
    "DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY\nEXDATE:20270101T000000",
  ])("takes rule %j", (text) => expect(rrule(text)).toBeNull());

  test.each([
    ["FREQ=NEVER", "invalid 'FREQ': NEVER"],
    ["", "empty string"],
    ["FREQ=DAILY;X=1", "unknown parameter 'X'"],
    ["FREQ=DAILY;BYDAY=XX", "invalid 'BYDAY': XX"],
    ["FREQ=DAILY;UNTIL=xx", "invalid 'UNTIL': XX"],
    ["FREQ=DAILY;UNTIL=20260230T000000", "invalid 'UNTIL': 20260230T000000"],
    ["FREQ=DAILY;INTERVAL=0", "invalid 'INTERVAL': 0"],
    ["FREQ=DAILY;BYHOUR=25", "invalid 'BYHOUR': 25"],
    ["FREQ=MONTHLY;BYSETPOS=0", "invalid 'BYSETPOS': 0"],
    ["RRULE:FREQ=DAILY\nFOO:1", "unsupported property: FOO"],
    ["INTERVAL=2", "a rule needs FREQ, one of YEARLY, MONTHLY, WEEKLY, DAILY, HOURLY, MINUTELY, SECONDLY"],
    ["nope", "expected NAME=VALUE pairs such as FREQ=DAILY;INTERVAL=2, got 'NOPE'"],
    ["DTSTART:20260101T000000", "it needs an RRULE or an RDATE"],
    ["FREQ=HOURLY;INTERVAL=2;BYHOUR=1", "its INTERVAL never meets its BY parts, so it has no date"],
    [
      "DTSTART:20200101T000000\nRRULE:FREQ=DAILY;UNTIL=20260101T000000Z",
      "RRULE UNTIL values must be specified in UTC when DTSTART is timezone-aware",
    ],
    [
      "DTSTART:20200101T000000Z\nRRULE:FREQ=DAILY;UNTIL=20260101T000000",
      "RRULE UNTIL values must be specified in UTC when DTSTART is timezone-aware",
    ],
  ])("refuses rule %j", (text, problem) =>
    expect(rrule(text)).toEqual({ field: "rrule", message: `Invalid RRule string "${text}": ${problem}` }),
  );

  test("refuses a rule of more than 6500 characters, and shows only its beginning", () => {
    const text = `RRULE:FREQ=DAILY\nRDATE:${Array.from({ length: 500 }, () => "20260101T090000").join(",")}`;
    const message = `Invalid RRule string "${text.slice(0, 40)}..."\nMax length is 6500, got ${text.length}`;
    expect(rrule(text)).toEqual({ field: "rrule", message });
  });
});
