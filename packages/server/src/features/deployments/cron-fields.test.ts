import { describe, expect, test } from "vitest";
import { parseCron } from "./cron-fields.ts";

const setOf = (values: ReadonlySet<number> | undefined): number[] | undefined => values && [...values].sort((one, other) => one - other);

describe("parseCron", () => {
  test.each([
    ["1/5 * * * *", [1, 6, 11, 16, 21, 26, 31, 36, 41, 46, 51, 56]],
    ["*/20 * * * *", [0, 20, 40]],
    ["10-20/5,50 * * * *", [10, 15, 20, 50]],
    ["50-10/5 * * * *", [0, 5, 10, 50, 55]],
    ["7 * * * *", [7]],
  ])("minutes of %s", (cron, minutes) => expect(parseCron(cron)?.minutes).toEqual(minutes));

  test.each([
    ["0 0 * * mon-fri", [1, 2, 3, 4, 5]],
    ["0 0 * * FRI-MON", [0, 1, 5, 6]],
    ["0 0 * * 7", [0]],
    ["0 0 * * 5-7", [0, 5, 6]],
    ["0 0 * * ?", undefined],
    ["0 0 * * 0-6", undefined],
    ["0 0 1 * 0-6", [0, 1, 2, 3, 4, 5, 6]],
  ])("weekdays of %s", (cron, weekdays) => expect(setOf(parseCron(cron)?.weekdays)).toEqual(weekdays));

  test("the sixth field is seconds and the seventh years", () => {
    const cron = parseCron("0 12 1 jan * 15,45 2030-2032");
    expect(cron?.seconds).toEqual([15, 45]);
    expect(setOf(cron?.years)).toEqual([2030, 2031, 2032]);
  });

  test("weekdays of a month are counted or the last", () => {
    expect(parseCron("0 0 * * mon#2")?.weekdaysOfMonth).toEqual([{ weekday: 1, nth: 2 }]);
    expect(parseCron("0 0 * * l5")?.weekdaysOfMonth).toEqual([{ weekday: 5, nth: "last" }]);
    expect(parseCron("0 0 * * mon-tue#1")?.weekdaysOfMonth).toHaveLength(2);
  });

  test.each([
    "",
    "nope",
    "* * * *",
    "* * * * * * * *",
    "60 * * * *",
    "* 24 * * *",
    "* * 0 * *",
    "* * 32 * *",
    "* * * 13 *",
    "* * * foo *",
    "* * * * 8",
    "* * * * mon#6",
    "* * * * 1,mon#2,3",
    "*/0 * * * *",
    "-5 * * * *",
    "? * * * *",
    "1- * * * *",
    "* * * * 7 0",
    "@reboot",
  ])("refuses %j", (cron) => expect(parseCron(cron)).toBeUndefined());
});
