import { describe, expect, test } from "vitest";
import { aFlowRun, type Given, summary, underFlowRunRule, underTaskRunRule } from "../fixtures.ts";
import type { FlowRun, TaskRun } from "../run.ts";
import { nameReruns, retryFailedFlows, retryFailedTasks } from "./retries.ts";

const retrying = "REJECT | SCHEDULED AwaitingRetry | Retrying";
const failed = "ACCEPT | FAILED Failed";
const failure = { type: "FAILED", message: "broke", data: { type: "unpersisted" } } as const;

describe("retry-failed-flows", () => {
  test.each([
    { retries: null, run_count: 1, says: failed },
    { retries: 0, run_count: 1, says: failed },
    { retries: 1, run_count: 1, says: retrying },
    { retries: 1, run_count: 2, says: failed },
    { retries: 3, run_count: 3, says: retrying },
  ])("attempt $run_count with $retries retries: $says", async ({ retries, run_count, says }) => {
    const run = { run_count, empirical_policy: { retries } };
    expect(summary(await underFlowRunRule(retryFailedFlows, { from: "RUNNING", to: "FAILED", run }))).toBe(says);
  });

  const retryable = { id: "f", run_count: 1, empirical_policy: { retries: 1, retry_delay: 90, pause_keys: ["p"], resuming: true } };
  const attempt = (given: Partial<Given<FlowRun>> = {}) =>
    underFlowRunRule(retryFailedFlows, { from: "RUNNING", to: failure, run: retryable, ...given });

  test("the next attempt is due after the delay, and the failure is kept", async () => {
    const { state, changes } = await attempt();
    expect(state).toMatchObject({ message: "broke", data: { type: "unpersisted" } });
    expect(state?.state_details.scheduled_time).toBe("2030-01-01T12:01:30Z");
    expect(changes.next_scheduled_start_time).toBe("2030-01-01T12:01:30Z");
  });

  test("the run keeps its lease while it waits", async () => {
    const from = { type: "RUNNING", details: { deployment_concurrency_lease_id: "lease" } } as const;
    expect((await attempt({ from })).state?.state_details.deployment_concurrency_lease_id).toBe("lease");
  });

  test("workers are told to leave it alone, and pauses fire again", async () => {
    const { changes } = await attempt({ apiVersion: "0.8.4" });
    expect(changes.empirical_policy).toEqual({ retries: 1, retry_delay: 90, pause_keys: [], resuming: false, retry_type: "in_process" });
  });

  test("clients before API 0.8.4 know no pauses", async () => {
    const { changes, effects } = await attempt({ apiVersion: "0.8.3" });
    expect(changes.empirical_policy).toBeUndefined();
    expect(effects).toEqual([]);
  });

  test("clients before API 0.8.3 have their failed tasks rescheduled", async () => {
    const { effects } = await attempt({ apiVersion: "0.8.2" });
    expect(effects).toEqual([{ kind: "retry-failed-task-runs", flow_run_id: "f", scheduled_time: "2030-01-01T12:01:30Z" }]);
  });

  test.each([
    { retry_type: "in_process", becomes: { retries: 0, retry_type: null } },
    { retry_type: null, becomes: undefined },
  ])("the last failure of a run of retry type $retry_type hands it back to workers", async ({ retry_type, becomes }) => {
    const run = aFlowRun({ run_count: 1, empirical_policy: { retries: 0, retry_type } });
    const { changes } = await underFlowRunRule(retryFailedFlows, { from: "RUNNING", to: "FAILED", run });
    expect(changes.empirical_policy).toEqual(becomes);
  });
});

describe("retry-failed-tasks", () => {
  test.each([
    { retries: null, run_count: 1, retriable: null, says: failed },
    { retries: 1, run_count: 1, retriable: null, says: retrying },
    { retries: 1, run_count: 1, retriable: true, says: retrying },
    { retries: 1, run_count: 1, retriable: false, says: failed },
    { retries: 1, run_count: 2, retriable: null, says: failed },
  ])("attempt $run_count with $retries retries, retriable $retriable: $says", async ({ retries, run_count, retriable, says }) => {
    const run = { run_count, empirical_policy: { retries } };
    const to = { type: "FAILED", details: { retriable } } as const;
    expect(summary(await underTaskRunRule(retryFailedTasks, { from: "RUNNING", to, run }))).toBe(says);
  });

  test.each([
    { retry_delay: null, run_count: 1, due: "2030-01-01T12:00:00Z" },
    { retry_delay: 30, run_count: 1, due: "2030-01-01T12:00:30Z" },
    { retry_delay: 0.5, run_count: 1, due: "2030-01-01T12:00:00.500000Z" },
    { retry_delay: [10, 20], run_count: 1, due: "2030-01-01T12:00:10Z" },
    { retry_delay: [10, 20], run_count: 2, due: "2030-01-01T12:00:20Z" },
    { retry_delay: [10, 20], run_count: 3, due: "2030-01-01T12:00:20Z" },
    { retry_delay: [], run_count: 1, due: "2030-01-01T12:00:00Z" },
  ])("after attempt $run_count with delay $retry_delay the next is due at $due", async ({ retry_delay, run_count, due }) => {
    const run = { run_count, empirical_policy: { retries: 5, retry_delay } };
    const { state } = await underTaskRunRule(retryFailedTasks, { from: "RUNNING", to: failure, run });
    expect(state?.state_details.scheduled_time).toBe(due);
    expect(state).toMatchObject({ message: "broke", data: { type: "unpersisted" } });
  });

  test("jitter moves the delay within its bounds", async () => {
    const run = { run_count: 1, empirical_policy: { retries: 1, retry_delay: 100, retry_jitter_factor: 0.5 } };
    const { state } = await underTaskRunRule(retryFailedTasks, { from: "RUNNING", to: failure, run });
    const due = Date.parse(state?.state_details.scheduled_time ?? "") / 1000 - Date.parse("2030-01-01T12:00:00Z") / 1000;
    expect(due).not.toBe(100);
    expect(due).toBeGreaterThan(60);
    expect(due).toBeLessThanOrEqual(150);
  });
});

describe("name-reruns", () => {
  const awaiting = { type: "SCHEDULED", name: "AwaitingRetry" } as const;
  test.each<Given<TaskRun> & { name: string }>([
    { from: "PENDING", to: "RUNNING", run: { run_count: 0 }, name: "Running" },
    { from: "PENDING", to: "RUNNING", run: { run_count: 1 }, name: "Rerunning" },
    { from: awaiting, to: "RUNNING", run: { run_count: 1 }, name: "Retrying" },
    { from: null, to: "RUNNING", run: { run_count: 1 }, name: "Running" },
  ])("$from after $run.run_count attempts: $name", async ({ name, ...given }) => {
    expect((await underTaskRunRule(nameReruns, given)).state?.name).toBe(name);
  });
});
