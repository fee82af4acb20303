import type { WorkPool } from "@millrace/contract";
import { expect, test } from "vitest";
import { shareChange } from "./outcomes.tsx";
import { figuresFrom } from "./pool-figures.ts";

const pool: WorkPool = {
  id: "p",
  created: "2026-11-22T00:00:00Z",
  updated: "2026-11-22T00:00:00Z",
  name: "local",
  description: null,
  type: "process",
  base_job_template: {},
  is_paused: false,
  concurrency_limit: 5,
  storage_configuration: { bundle_upload_step: null, bundle_execution_step: null },
  default_queue_id: null,
  status: "READY",
  active_slots: 2,
};

const late = (work_pool_id: string, estimated_start_time_delta: number) => ({ work_pool_id, estimated_start_time_delta });
const queue = (work_pool_id: string, is_paused: boolean, last_polled: string | null) => ({ work_pool_id, is_paused, last_polled });

test("a pool's figures are those of its own late runs and queues", () => {
  const figures = figuresFrom(pool, {
    late: [late("p", 10), late("other", 99), late("p", 20)],
    queues: [queue("p", false, "2026-11-22T01:00:00Z"), queue("p", true, null), queue("other", true, "2026-11-22T02:00:00Z")],
  });
  expect(figures).toEqual({
    id: "p",
    name: "local",
    type: "process",
    status: "READY",
    is_paused: false,
    concurrency_limit: 5,
    active_slots: 2,
    queues: 2,
    queues_paused: 1,
    last_polled: "2026-11-22T01:00:00Z",
    late_runs: 2,
    average_lateness: 15,
  });
});

test("counts of lists that were cut off are not told", () => {
  const figures = figuresFrom(pool, { late: Array.from({ length: 200 }, () => late("p", 1)), queues: [] });
  expect(figures).toMatchObject({ queues: 0, last_polled: null });
  expect(figures).not.toHaveProperty("late_runs");
});

test.each([
  [0.9, 0.8, "+10.0"],
  [0.5, 0.75, "−25.0"],
  [0.5, 0.5, "±0"],
  [0.5, null, undefined],
  [null, 0.5, undefined],
])("a share of %s after %s is a change of %s points", (share, before, change) => {
  expect(shareChange(share, before)).toBe(change);
});
