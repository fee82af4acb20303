import { describe, expect, test } from "vitest";
import { createTimeAxis } from "../model/time-axis.ts";
import { printElapsed, printMark } from "../print-elapsed.ts";
import { listTicks } from "./ticks.ts";
import { between, centre, pan, rangeOf, zoom } from "./time-window.ts";

const axis = createTimeAxis({ from: 10_000, to: 110_000 });

describe("the window", () => {
  test("shows everything and a little more when nobody chose one", () => {
    expect(rangeOf(axis, undefined)).toEqual({ from: -2000, to: 102_000 });
  });

  test("zooms around the point under the pointer", () => {
    const window = zoom(axis, { from: 20_000, to: 40_000 }, { factor: 0.5, around: 0.25 });
    expect(window).toEqual({ from: 22_500, to: 32_500 });
  });

  test("is given up once everything is in it, and never gets nearer than five milliseconds", () => {
    expect(zoom(axis, { from: 20_000, to: 100_000 }, { factor: 2 })).toBeUndefined();
    const near = zoom(axis, { from: 20_000, to: 20_006 }, { factor: 0.1 });
    expect((near?.to ?? 0) - (near?.from ?? 0)).toBeCloseTo(5);
  });

  test("moves no farther than the run", () => {
    expect(pan(axis, { from: 20_000, to: 40_000 }, 0.5)).toEqual({ from: 30_000, to: 50_000 });
    expect(pan(axis, { from: 20_000, to: 40_000 }, -10)).toEqual({ from: 8000, to: 28_000 });
    expect(pan(axis, { from: 20_000, to: 40_000 }, 10)).toEqual({ from: 92_000, to: 112_000 });
    expect(pan(axis, undefined, 1)).toBeUndefined();
  });

  test("comes to a node, and to what a hand drew", () => {
    expect(centre(axis, { from: 20_000, to: 40_000 }, { from: 60_000, to: 70_000 })).toEqual({ from: 55_000, to: 75_000 });
    expect(between(axis, 50_000, 20_000)).toEqual({ from: 30_000, to: 60_000 });
  });
});

describe("ticks", () => {
  test("stand at round times", () => {
    expect(listTicks(axis, { from: 0, to: 100_000 }, 1000).map(({ x, label }) => [x, label])).toEqual([
      [0, "0 s"],
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((count) => [count * 100, printElapsed(count * 10_000)]),
    ]);
  });

  test("leave hidden gaps out", () => {
    const broken = createTimeAxis({ from: 0, to: 1_000_000 }, [{ from: 20_000, to: 980_000 }]);
    const labels = listTicks(broken, rangeOf(broken, undefined), 500).map(({ label }) => label);
    expect(labels[0]).toBe("0 s");
    expect(labels).not.toContain("1m 00s");
    expect(labels.at(-1)).toBe("16m 40s");
  });
});

test.each([
  [0, 5, "0 s"],
  [1250, 10, "1.25 s"],
  [61_500, 500, "1m 1.5 s"],
  [80_000, 5000, "1m 20s"],
])("a mark at %d, with marks %d apart, reads %s", (milliseconds, step, text) => {
  expect(printMark(milliseconds, step)).toBe(text);
});
