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
  const week = layWeek(dates, { start: at("2026-03-02T22:00:00Z"), zone: "Europe/Berlin", pauses: [] });
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
    { key: "2026-03-03 00", count: 1, clashes: 0, pauses: [] },
    { key: "2026-03-03 01", count: 2, clashes: 2, pauses: [] },
  ]);
});

test("an hour that clocks show twice is one cell, and one they skip stays empty", () => {
  const autumn = layWeek(
    [
      { schedule: "a", at: at("2026-10-25T00:00:00Z") },
      { schedule: "a", at: at("2026-10-25T01:00:00Z") },
    ],
    { start: at("2026-10-25T10:00:00Z"), zone: "Europe/Berlin", pauses: [] },
  );
  expect(autumn[0]?.hours[2]).toEqual({ key: "2026-10-25 02", count: 2, clashes: 0, pauses: [] });
  expect(hourKey(at("2026-03-29T01:00:00Z"), "Europe/Berlin")).toBe("2026-03-29 03");
});

test("hours know the pause windows they are in, for a part of them too", () => {
  const pauses = [
    { from: at("2026-03-02T22:50:00Z"), until: at("2026-03-03T01:00:00Z"), name: "maintenance" },
    { from: at("2026-03-05T10:20:00Z"), until: at("2026-03-05T10:20:30Z"), name: "restart" },
    { from: at("2020-01-01T00:00:00Z"), until: at("2026-03-02T12:00:00Z"), name: "past" },
    { from: at("2026-03-08T12:00:00Z"), until: at("2046-01-01T00:00:00Z"), name: "later" },
  ];
  const cells = layWeek([], { start: at("2026-03-02T22:00:00Z"), zone: "Europe/Berlin", pauses }).flatMap(({ hours }) => hours);
  const of = (name: string) => cells.filter((cell) => cell.pauses.includes(name)).map(({ key }) => key.slice(8));
  expect(of("maintenance")).toEqual(["02 23", "03 00", "03 01"]);
  expect(of("restart")).toEqual(["05 11"]);
  expect(of("past")).toHaveLength(13);
  expect(of("later")).toEqual(Array.from({ length: 11 }, (_, index) => `08 ${13 + index}`));
  const india = layWeek([], { start: at("2026-03-02T22:00:00Z"), zone: "Asia/Kolkata", pauses: pauses.slice(0, 1) });
  expect(india[0]?.hours.filter((cell) => cell.pauses.length > 0).map(({ key }) => key)).toEqual([
    "2026-03-03 04",
    "2026-03-03 05",
    "2026-03-03 06",
  ]);
});
