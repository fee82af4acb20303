import type { StateCount } from "@millrace/contract";
import { expect, test } from "vitest";
import { countByType, failureRate } from "./trend-figures.ts";
import { quantile } from "./use-run-trend.ts";

const count = (state_type: StateCount["state_type"], state_name: string, number: number): StateCount => ({
  state_type,
  state_name,
  count: number,
});

test("names of one type are counted together, and only runs that ended by themselves can have failed", () => {
  const states = [
    count("COMPLETED", "Completed", 6),
    count("COMPLETED", "Cached", 1),
    count("FAILED", "Failed", 2),
    count("CRASHED", "Crashed", 1),
  ];
  expect(countByType(states)).toEqual({ COMPLETED: 7, FAILED: 2, CRASHED: 1 });
  expect(failureRate([...states, count("CANCELLED", "Cancelled", 5), count("RUNNING", "Running", 5)])).toBe(0.3);
  expect(failureRate([count("RUNNING", "Running", 5)])).toBeNull();
});

test("a quantile is a value that was there", () => {
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2);
  expect(quantile([4, 1, 3, 2], 0.95)).toBe(4);
  expect(quantile([7], 0.5)).toBe(7);
  expect(quantile([], 0.5)).toBeNull();
});
