import { expect, test } from "vitest";
import { compareMessages } from "./compare-messages.ts";
import { compareStates } from "./compare-states.ts";
import { compareTasks } from "./compare-tasks.ts";

const task = (name: string, total: number) => ({ name, total, count: 1, failed: 0 });

test("the task that became slower by most comes first, and one that only one run has comes last", () => {
  const compared = compareTasks([
    [task("load", 10), task("extract", 5), task("gone", 1)],
    [task("extract", 9), task("load", 11), task("new", 50)],
  ]);
  expect(compared.map(({ name, change }) => [name, change?.seconds])).toEqual([
    ["extract", 4],
    ["load", 1],
    ["gone", undefined],
    ["new", undefined],
  ]);
  expect(compared.at(-1)?.times).toEqual([undefined, task("new", 50)]);
});

test("of three runs the one that a task took longest in is told of", () => {
  const compared = compareTasks([
    [task("load", 10), task("extract", 5)],
    [task("load", 30), task("extract", 4)],
    [task("load", 9), task("extract", 4.5)],
  ]);
  expect(compared.map(({ name, change }) => [name, change])).toEqual([
    ["load", { seconds: 20, run: 1 }],
    ["extract", { seconds: -0.5, run: 2 }],
  ]);
});

const state = (type: "PENDING" | "RUNNING" | "COMPLETED" | "FAILED", second: number) => ({
  type,
  name: type,
  timestamp: `2026-11-22T12:00:0${second}Z`,
});

test("histories part at the first step that is not the same in all runs, whatever order they come in", () => {
  const steps = compareStates([
    [state("COMPLETED", 3), state("PENDING", 1), state("RUNNING", 2)],
    [state("PENDING", 1), state("RUNNING", 2), state("FAILED", 3), state("RUNNING", 4)],
  ]);
  expect(steps.map(({ states, isFirstDifference }) => [...states.map((each) => each?.type), isFirstDifference])).toEqual([
    ["PENDING", "PENDING", false],
    ["RUNNING", "RUNNING", false],
    ["COMPLETED", "FAILED", true],
    [undefined, "RUNNING", false],
  ]);
});

test("complaints that differ in numbers alone are one, and those of one run alone come first", () => {
  const logs = [
    { flow_run_id: "a", message: "retry 1 of 3\nlater" },
    { flow_run_id: "b", message: "retry 2 of 3" },
    { flow_run_id: "b", message: "retry 3 of 3" },
    { flow_run_id: "b", message: "no route to host" },
  ];
  expect(compareMessages(logs, ["a", "b"])).toEqual([
    { text: "no route to host", counts: [0, 1] },
    { text: "retry 1 of 3", counts: [1, 2] },
  ]);
});
