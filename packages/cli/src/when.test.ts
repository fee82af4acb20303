import { describe, expect, test } from "vitest";
import { parseLength, parseMoment } from "./when.ts";

test.each([
  ["2 hours", 7200],
  ["1h30m", 5400],
  ["90 seconds", 90],
  ["an hour and 5 minutes", 3900],
  ["1 day, 2 hrs", 93_600],
  ["0.5 min", 30],
  ["in 3 weeks", 1_814_400],
  ["gibberish", undefined],
  ["5", undefined],
  ["5 parsecs", undefined],
  ["5 constructor", undefined],
  ["", undefined],
])("%j is %j seconds", (text, seconds) => expect(parseLength(text)).toBe(seconds));

describe("moments, on a Sunday at noon, local time", () => {
  const now = new Date(2026, 10, 22, 12).getTime();
  const local = (...parts: readonly [number, number, number, number?, number?]): number => {
    const [year, month, day, hour = 0, minute = 0] = parts;
    return new Date(year, month - 1, day, hour, minute).getTime();
  };
  test.each([
    ["now", now],
    ["in 2 hours", now + 7_200_000],
    ["2027-01-01 10:00", local(2027, 1, 1, 10)],
    ["2027-01-01 9:30", local(2027, 1, 1, 9, 30)],
    ["at 2027-01-01", local(2027, 1, 1)],
    ["2027-01-01T10:00:00Z", Date.UTC(2027, 0, 1, 10)],
    ["2027-01-01 10:00+02:00", Date.UTC(2027, 0, 1, 8)],
    ["17:30", local(2026, 11, 22, 17, 30)],
    ["9am", local(2026, 11, 23, 9)],
    ["tomorrow", local(2026, 11, 23)],
    ["tomorrow at 9:30", local(2026, 11, 23, 9, 30)],
    ["today 5:15pm", local(2026, 11, 22, 17, 15)],
    ["next friday at noon", local(2026, 11, 27, 12)],
    ["sunday", local(2026, 11, 29)],
    ["2027-02-30", undefined],
    ["25:00", undefined],
    ["soon", undefined],
    ["tomorrow at some point", undefined],
  ])("%j", (text, moment) => expect(parseMoment(text, now)).toBe(moment));
});
