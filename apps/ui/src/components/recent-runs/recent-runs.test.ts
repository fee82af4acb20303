import type { FlowRun } from "@millrace/contract";
import { expect, test } from "vitest";
import { groupRuns } from "./recent-runs.ts";

const run = (fields: Partial<FlowRun>): FlowRun =>
  ({
    id: "run",
    name: "run",
    state_type: "COMPLETED",
    state_name: "Completed",
    start_time: "2026-01-01T00:00:00Z",
    expected_start_time: null,
    next_scheduled_start_time: null,
    total_run_time: 3,
    estimated_start_time_delta: 0,
    deployment_id: "a",
    ...fields,
  }) as FlowRun;

test("runs are told apart by whose they are, sixteen of each at most, and the first upcoming one is the next", () => {
  const past = [...Array.from({ length: 20 }, (_, index) => run({ id: `a${index}` })), run({ id: "b0", deployment_id: "b" })];
  const upcoming = [
    run({ id: "n1", state_type: "SCHEDULED", next_scheduled_start_time: "2026-01-02T00:00:00Z" }),
    run({ id: "n2", state_type: "SCHEDULED", next_scheduled_start_time: "2026-01-03T00:00:00Z" }),
    run({ id: "none", deployment_id: null }),
  ];
  const found = groupRuns("deployment_id", past, upcoming);
  expect([...found.keys()].toSorted()).toEqual(["a", "b"]);
  expect(found.get("a")?.activity.map(({ id }) => id)).toEqual(Array.from({ length: 16 }, (_, index) => `a${index}`));
  expect(found.get("a")?.next_run).toEqual({ id: "n1", name: "run", next_scheduled_start_time: "2026-01-02T00:00:00Z" });
  expect(found.get("b")).toEqual({ activity: [expect.objectContaining({ id: "b0", duration: 3 })], next_run: null });
});
