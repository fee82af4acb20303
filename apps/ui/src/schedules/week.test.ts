import { expect, test } from "vitest";
import { hourKey, layWeek } from "./week.ts";

const at = (text: string): number => Date.parse(text);

test("dates fall into the hours that the zone's clock shows", () => {
  const dates = [
    { schedule: "a", at: at("2026-03-02T23:30:00Z") },
    { schedule: "a", at: at("2026-03-03T00:10:00Z") },
    { schedule: "b", at: at("2026-03-03T00:10:30Z") },
    { schedule: "b", at: at("2026-03-20T00:00:00Z") },
  ];
  const week = layWeek(dates, { start: at("2026-03-02T22:00:00Z"), zone: "Europe/Berlin" });
  expect(week.map(({ date }) => date)).toEqual([
    "2026-03-02",
    "2026-03-03",
    "2026-03-04",
    "2026-03-05",
    "2026-03-06",
    "2026-03-07",
    "2026-03-08",
  ]);
  const busy = week.flatMap(({ hours }) => hours).filter(({ count }) => count > 0);
  expect(busy).toEqual([
    { key: "2026-03-03 00", count: 1, clashes: 0 },
    { key: "2026-03-03 01", count: 2, clashes: 2 },
  ]);
});

test("an hour that clocks show twice is one cell, and one they skip stays empty", () => {
  const autumn = layWeek(
    [
      { schedule: "a", at: at("2026-10-25T00:00:00Z") },
      { schedule: "a", at: at("2026-10-25T01:00:00Z") },
    ],
    { start: at("2026-10-25T10:00:00Z"), zone: "Europe/Berlin" },
  );
  expect(autumn[0]?.hours[2]).toEqual({ key: "2026-10-25 02", count: 2, clashes: 0 });
  expect(hourKey(at("2026-03-29T01:00:00Z"), "Europe/Berlin")).toBe("2026-03-29 03");
});
