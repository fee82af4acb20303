import { describe, expect, test } from "vitest";
import { aGraph, aRandomGraph, at, epoch, randomFrom } from "../fixtures/graphs.ts";
import { createModel, endOf, spanOf } from "./graph-model.ts";
import { listIdleGaps } from "./idle-gaps.ts";
import { createTimeAxis, toPosition, toTime } from "./time-axis.ts";

test("idle gaps are where nothing ran for long", () => {
  const model = createModel(
    "run",
    aGraph(
      [
        { id: "a", from: 10, to: 30 },
        { id: "b", from: 20, to: 40 },
        { id: "c", from: 41, to: 50 },
        { id: "d", from: 80, to: 90 },
      ],
      { end_time: at(100) },
    ),
  );
  const inSeconds = listIdleGaps(model, epoch).map(({ from, to }) => [(from - epoch) / 1000, (to - epoch) / 1000]);
  expect(inSeconds).toEqual([
    [0, 10],
    [50, 80],
    [90, 100],
  ]);
});

test("a hidden gap is drawn narrow, and what is beside it in full", () => {
  const axis = createTimeAxis({ from: 1000, to: 101_000 }, [{ from: 11_000, to: 91_000 }]);
  expect(axis.length).toBe(20_300);
  expect([1000, 11_000, 51_000, 91_000, 101_000].map((time) => toPosition(axis, time))).toEqual([0, 10_000, 10_150, 10_300, 20_300]);
});

describe.each(Array.from({ length: 20 }, (_, seed) => seed))("on the random graph of seed %i", (seed) => {
  const model = createModel("run", aRandomGraph(seed, 3 + (seed % 7)));
  const now = epoch + 20_000;
  const span = spanOf(model, now);
  const gaps = listIdleGaps(model, now);

  test("nothing runs inside a gap", () => {
    for (const { from, to } of gaps) {
      for (let index = 0; index < model.count; index++) {
        const start = model.starts[index] ?? 0;
        expect(start >= to || endOf(model, index, now) <= from).toBe(true);
      }
    }
  });

  test("positions and times translate into one another, in order", () => {
    const axis = createTimeAxis(span, gaps);
    const random = randomFrom(seed);
    const times = Array.from({ length: 50 }, () => span.from + (random() * 1.2 - 0.1) * (span.to - span.from)).sort(
      (one, other) => one - other,
    );
    const positions = times.map((time) => toPosition(axis, time));
    expect(positions).toEqual([...positions].sort((one, other) => one - other));
    for (const [index, position] of positions.entries()) expect(toTime(axis, position)).toBeCloseTo(times[index] ?? 0, 1);
    expect(toPosition(axis, span.to)).toBeCloseTo(axis.length, 3);
  });
});
