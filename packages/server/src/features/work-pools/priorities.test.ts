import { describe, expect, test } from "vitest";
import { firstFreePriority, makeRoom } from "./priorities.ts";

describe("a queue without a priority", () => {
  test.each([
    [[], 1],
    [[1, 2], 3],
    [[2, 3], 1],
    [[4, 1], 2],
  ])("beside %j gets %i", (taken, expected) => {
    expect(firstFreePriority(taken)).toBe(expected);
  });
});

describe("a queue with a priority", () => {
  const place = (...priorities: number[]) => priorities.map((priority) => ({ id: `q${priority}`, priority }));
  test.each([
    { others: [1, 2, 3], wanted: 1, moved: { q1: 2, q2: 3, q3: 4 } },
    { others: [1, 2, 5], wanted: 1, moved: { q1: 2, q2: 3 } },
    { others: [3, 1, 2], wanted: 2, moved: { q2: 3, q3: 4 } },
    { others: [1, 2], wanted: 3, moved: {} },
    { others: [2, 3], wanted: 1, moved: {} },
  ])("at $wanted among $others moves those it must", ({ others, wanted, moved }) => {
    expect(Object.fromEntries(makeRoom(place(...others), wanted).map(({ id, priority }) => [id, priority]))).toEqual(moved);
  });
});
