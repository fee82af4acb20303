import { expect, test } from "vitest";
import { groupFailures, signatureOf } from "./failure-groups.ts";
import { sumStates } from "./standard-overview.ts";

test("counts of a state are added up over all bars", () => {
  const late = { state_type: "SCHEDULED", state_name: "Late" } as const;
  const done = { state_type: "COMPLETED", state_name: "Completed" } as const;
  expect(
    sumStates([
      { ...late, count: 1 },
      { ...done, count: 2 },
      { ...late, count: 3 },
    ]),
  ).toEqual({
    total: 6,
    states: [
      { ...late, count: 4 },
      { ...done, count: 2 },
    ],
  });
});

test.each([
  ["KeyError: 'a' at 0x7f00 in row 12\nmore", "KeyError: '…' at … in row #"],
  ["run 0198f0aa-0000-7000-8000-000000000000 took 1.5 s", "run … took # s"],
  [null, "No message"],
])("the signature of %j", (message, signature) => {
  expect(signatureOf(message)).toBe(signature);
});

test("failures are grouped by flow and signature, the most frequent first", () => {
  const run = (id: string, flow_id: string) => ({
    id,
    name: id,
    flow_id,
    flow_name: flow_id,
    deployment_id: null,
    deployment_name: null,
    state_type: "FAILED" as const,
    state_name: "Failed",
    state_timestamp: null,
    expected_start_time: null,
    next_scheduled_start_time: null,
    start_time: null,
    end_time: null,
  });
  const groups = groupFailures([
    { run: run("1", "a"), message: "odd" },
    { run: run("2", "b"), message: "row 2 is bad" },
    { run: run("3", "b"), message: "row 3 is bad" },
    { run: run("4", "a"), message: "row 4 is bad" },
  ]);
  expect(groups.map(({ flow_id, signature, count, last_run }) => [flow_id, signature, count, last_run.id])).toEqual([
    ["b", "row # is bad", 2, "2"],
    ["a", "odd", 1, "1"],
    ["a", "row # is bad", 1, "4"],
  ]);
});
