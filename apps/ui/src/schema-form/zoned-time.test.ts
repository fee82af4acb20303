import { describe, expect, test } from "vitest";
import { listZones, moveToZone, printZonedTime, readZonedTime } from "./zoned-time.ts";

describe("reading", () => {
  test.each([
    ["2026-01-31T09:30:00Z", { wall: "2026-01-31T09:30:00", zone: "UTC" }],
    ["2026-01-31T09:30:00.123456+00:00", { wall: "2026-01-31T09:30:00.123", zone: "UTC" }],
    ["2026-01-31 09:30+0530", { wall: "2026-01-31T09:30", zone: "+05:30" }],
    ["2026-01-31T09:30:00", { wall: "2026-01-31T09:30:00", zone: "" }],
    ["tomorrow", undefined],
    ["2026-01-31", undefined],
  ])("%s", (text, expected) => expect(readZonedTime(text)).toEqual(expected));
});

describe("printing gives the zone's offset at that time", () => {
  test.each([
    ["2026-01-31T09:30", "UTC", "2026-01-31T09:30:00Z"],
    ["2026-01-31T09:30", "", "2026-01-31T09:30:00"],
    ["2026-01-31T09:30:15", "-03:00", "2026-01-31T09:30:15-03:00"],
    ["2026-01-31T09:30", "Europe/Oslo", "2026-01-31T09:30:00+01:00"],
    ["2026-07-31T09:30", "Europe/Oslo", "2026-07-31T09:30:00+02:00"],
    ["2026-01-31T09:30", "Asia/Kolkata", "2026-01-31T09:30:00+05:30"],
    // Clocks go back at 03:00: the first of two times is meant.
    ["2026-10-25T02:30", "Europe/Oslo", "2026-10-25T02:30:00+02:00"],
    ["2026-10-25T03:00", "Europe/Oslo", "2026-10-25T03:00:00+01:00"],
    // Clocks go forward at 02:00: a time that never is keeps the offset of before.
    ["2026-03-29T02:30", "Europe/Oslo", "2026-03-29T02:30:00+01:00"],
    ["2026-03-08T03:30", "America/New_York", "2026-03-08T03:30:00-04:00"],
  ])("%s in %s is %s", (wall, zone, expected) => expect(printZonedTime({ wall, zone })).toBe(expected));
});

describe("another zone shows the same moment", () => {
  test.each([
    ["2026-07-31T09:30", "Europe/Oslo", "UTC", "2026-07-31T07:30"],
    ["2026-07-31T07:30:05", "UTC", "Asia/Kolkata", "2026-07-31T13:00:05"],
    ["2026-07-31T00:30", "+02:00", "UTC", "2026-07-30T22:30"],
    ["2026-07-31T09:00", "UTC", "America/New_York", "2026-07-31T05:00"],
    ["2026-07-31T09:30", "", "UTC", "2026-07-31T09:30"],
    ["2026-07-31T09:30", "UTC", "", "2026-07-31T09:30"],
  ])("%s in %s is in %s %s", (...[wall, zone, to, expected]) =>
    expect(moveToZone({ wall, zone }, to)).toEqual({ wall: expected, zone: to }),
  );
});

test("one's own zone and UTC come first, and no zone is a choice", () => {
  const zones = listZones("Europe/Oslo", "+02:00");
  expect(zones.slice(0, 4).map(({ label }) => label)).toEqual(["Europe/Oslo", "UTC", "UTC+02:00", "No zone"]);
  expect(new Set(zones.map(({ value }) => value)).size).toBe(zones.length);
});
