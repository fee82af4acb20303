import type { FlowRun } from "@millrace/contract";
import { expect, test } from "vitest";
import { toScatter } from "./scatter-points.ts";

const aRun = (id: string, more: Partial<FlowRun>): FlowRun =>
  ({ id, name: id, state_type: "COMPLETED", total_run_time: 0, estimated_run_time: 0, start_time: null, ...more }) as FlowRun;

test("runs stand by when they started, and by the logarithm of how long they took", () => {
  const { points, ticks, notStarted, span } = toScatter([
    aRun("last", { start_time: "2026-11-22T12:00:00Z", total_run_time: 100 }),
    aRun("first", { start_time: "2026-11-22T10:00:00Z", total_run_time: 1 }),
    aRun("middle", { start_time: "2026-11-22T11:00:00Z", total_run_time: 10 }),
    aRun("due", { state_type: "SCHEDULED" }),
  ]);
  expect(points.map(({ run }) => run.id)).toEqual(["first", "middle", "last"]);
  const [first, middle, last] = points;
  expect(first?.x).toBeCloseTo(0.03);
  expect(middle?.x).toBeCloseTo(0.5);
  expect(last?.x).toBeCloseTo(0.97);
  expect(first?.y).toBeCloseTo(0.03);
  expect((middle?.y ?? 0) - (first?.y ?? 0)).toBeCloseTo((last?.y ?? 0) - (middle?.y ?? 0));
  expect(ticks.map(({ label }) => label)).toEqual(["1.0 s", "10 s", "1m 00s", "10m 00s"]);
  expect(notStarted).toBe(1);
  expect(span).toEqual({ from: Date.UTC(2026, 10, 22, 10), to: Date.UTC(2026, 10, 22, 12) });
});

test("one run stands in the middle, between two lengths that the axis names", () => {
  const { points, ticks } = toScatter([aRun("only", { start_time: "2026-11-22T10:00:00Z", total_run_time: 60 })]);
  expect(points).toEqual([expect.objectContaining({ x: 0.5, duration: 60 })]);
  expect(ticks.length).toBeGreaterThan(1);
  expect(points[0]?.y).toBeGreaterThan(0);
  expect(points[0]?.y).toBeLessThan(1);
});

test("a run under way counts with the time it has taken; one of no length stands on the ground", () => {
  const { points } = toScatter([
    aRun("now", { state_type: "RUNNING", start_time: "2026-11-22T10:00:00Z", estimated_run_time: 30 }),
    aRun("none", { start_time: "2026-11-22T11:00:00Z" }),
  ]);
  expect(points.map(({ duration }) => duration)).toEqual([30, 0]);
  expect(points[1]?.y).toBeCloseTo(0.03);
});

test("without a run that has started there is nothing to draw", () => {
  expect(toScatter([aRun("due", {})])).toEqual({ points: [], ticks: [], notStarted: 1, span: undefined });
});
