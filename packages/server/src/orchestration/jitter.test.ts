import { expect, test } from "vitest";
import { jittered } from "./jitter.ts";

test.each([
  { seconds: 10, spread: 0.3, least: 7.5, most: 13 },
  { seconds: 10, spread: 1, least: 4.1, most: 20 },
  { seconds: 2, spread: 100, least: 0, most: 202 },
])("$seconds s ± $spread lies between $least and $most", ({ seconds, spread, least, most }) => {
  const draws = Array.from({ length: 101 }, (_, index) => jittered(seconds, () => index / 100, spread));
  expect(Math.min(...draws)).toBeGreaterThanOrEqual(least);
  expect(Math.max(...draws)).toBeLessThanOrEqual(most + 1e-9);
  expect(draws).toEqual([...draws].sort((one, other) => one - other));
});

test("no wait stays no wait", () => {
  expect(jittered(0, () => 0.5)).toBe(0);
});
