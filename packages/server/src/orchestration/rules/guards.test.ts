import type { Json } from "@millrace/contract";
import { describe, expect, test } from "vitest";
import { type Given, summary, underFlowRunRule } from "../fixtures.ts";
import type { FlowRun } from "../run.ts";
import { guardFinishedFlowRuns, keepStoredResults, refuseDuplicateTransitions, refuseSecondSubmission } from "./guards.ts";

interface Case extends Given<FlowRun> {
  readonly says: string;
}

const stored: Json = { storage_key: "there" };
const completed = { type: "COMPLETED", data: stored } as const;
const resultLost = "REJECT | Cannot overwrite a COMPLETED state that carries persisted result data with one that does not.";

describe("refuse-duplicate-transitions", () => {
  test.each<Case>([
    { from: "PENDING", to: { type: "RUNNING", details: { transition_id: "t" } }, says: "ACCEPT | RUNNING Running" },
    { from: { type: "PENDING", details: { transition_id: "t" } }, to: "RUNNING", says: "ACCEPT | RUNNING Running" },
    {
      from: { type: "PENDING", details: { transition_id: "s" } },
      to: { type: "RUNNING", details: { transition_id: "t" } },
      says: "ACCEPT | RUNNING Running",
    },
    {
      from: { type: "RUNNING", details: { transition_id: "t" } },
      to: { type: "RUNNING", details: { transition_id: "t" } },
      says: "REJECT | This run has already made this state transition.",
    },
  ])("$from to $to: $says", async ({ says, ...given }) => {
    expect(summary(await underFlowRunRule(refuseDuplicateTransitions, given))).toBe(says);
  });
});

describe("guard-finished-flow-runs", () => {
  test.each<Case>([
    { from: "COMPLETED", to: "CANCELLING", says: "ABORT | Run is already in terminal state COMPLETED." },
    { from: "FAILED", to: "PAUSED", says: "ABORT | Run is already in terminal state FAILED." },
    { from: "CANCELLED", to: "CRASHED", says: "ABORT | Run is already in terminal state CANCELLED." },
    { from: "CRASHED", to: "CANCELLING", says: "ABORT | Run is already in terminal state CRASHED." },
    { from: completed, to: "RUNNING", says: "REJECT | Run is already COMPLETED." },
    { from: completed, to: "SCHEDULED", says: "REJECT | Run is already COMPLETED." },
    { from: completed, to: "COMPLETED", says: resultLost },
    { from: completed, to: { type: "COMPLETED", data: { type: "unpersisted" } }, says: resultLost },
    { from: completed, to: completed, says: "ACCEPT | COMPLETED Completed" },
    { from: completed, to: "FAILED", says: "ACCEPT | FAILED Failed" },
    { from: { type: "COMPLETED", data: { type: "unpersisted" } }, to: "RUNNING", says: "ACCEPT | RUNNING Running" },
    { from: { type: "COMPLETED", data: {} }, to: "RUNNING", says: "ACCEPT | RUNNING Running" },
    { from: "COMPLETED", to: "RUNNING", says: "ACCEPT | RUNNING Running" },
    { from: "COMPLETED", to: "PENDING", says: "ACCEPT | PENDING Pending" },
    ...(["COMPLETED", "FAILED", "CRASHED"] as const).map((from) => ({
      from,
      to: "PENDING" as const,
      run: { deployment_id: "d" },
      says: `ABORT | This run is in a ${from} state and cannot transition to a PENDING state.`,
    })),
    { from: "FAILED", to: "COMPLETED", says: "ACCEPT | COMPLETED Completed" },
    { from: "FAILED", to: "SCHEDULED", says: "ABORT | Cannot reschedule a run without an associated deployment." },
    { from: "FAILED", to: "SCHEDULED", run: { deployment_id: "d" }, says: "ACCEPT | SCHEDULED Scheduled" },
  ])("$from to $to: $says", async ({ says, ...given }) => {
    expect(summary(await underFlowRunRule(guardFinishedFlowRuns, given))).toBe(says);
  });

  const used = { retries: 2, resuming: true, pause_keys: ["p"], retry_type: "in_process" };
  test.each([
    { to: "RUNNING", apiVersion: "0.8.4", becomes: { retries: 2, resuming: false, pause_keys: [], retry_type: null } },
    { to: "SCHEDULED", apiVersion: null, becomes: { retries: 2, resuming: false, pause_keys: [], retry_type: "reschedule" } },
    { to: "PENDING", apiVersion: "0.8.3", becomes: undefined },
  ] as const)("a run that starts over ($to, API $apiVersion) forgets its pauses", async ({ to, apiVersion, becomes }) => {
    const run = { deployment_id: "d", empirical_policy: used };
    const { changes } = await underFlowRunRule(guardFinishedFlowRuns, { from: "FAILED", to, run, apiVersion });
    expect(changes.empirical_policy).toEqual(becomes);
  });
});

describe("keep-stored-results", () => {
  test.each<Case>([
    { from: completed, to: "COMPLETED", says: resultLost },
    { from: completed, to: completed, says: "ACCEPT | COMPLETED Completed" },
    { from: { type: "FAILED", data: stored }, to: "COMPLETED", says: "ACCEPT | COMPLETED Completed" },
    { from: completed, to: "RUNNING", says: "ACCEPT | RUNNING Running" },
    { from: { type: "COMPLETED", data: ["a", "list"] }, to: "COMPLETED", says: "ACCEPT | COMPLETED Completed" },
  ])("$from to $to: $says", async ({ says, ...given }) => {
    expect(summary(await underFlowRunRule(keepStoredResults, given))).toBe(says);
  });
});

describe("refuse-second-submission", () => {
  test.each<Case>([
    ...(["PENDING", "CANCELLING", "RUNNING", "CANCELLED"] as const).map((from) => ({
      from,
      to: "PENDING" as const,
      says: `ABORT | This run is in a ${from} state and cannot transition to a PENDING state.`,
    })),
    { from: "SCHEDULED", to: "PENDING", says: "ACCEPT | PENDING Pending" },
    { from: null, to: "PENDING", says: "ACCEPT | PENDING Pending" },
    { from: "PENDING", to: { type: "PENDING", name: "Submitting" }, says: "ACCEPT | PENDING Submitting" },
    {
      from: { type: "PENDING", name: "Submitting" },
      to: "PENDING",
      says: "ABORT | This run is in a PENDING state and cannot transition to a PENDING state.",
    },
    {
      from: { type: "RUNNING" },
      to: { type: "PENDING", name: "Submitting" },
      says: "ABORT | This run is in a RUNNING state and cannot transition to a PENDING state.",
    },
  ])("$from to $to: $says", async ({ says, ...given }) => {
    expect(summary(await underFlowRunRule(refuseSecondSubmission, given))).toBe(says);
  });

  test("progress within PENDING keeps the time and the lease", async () => {
    const details = { scheduled_time: "2030-01-01T11:30:00Z", deployment_concurrency_lease_id: "lease" };
    const { state } = await underFlowRunRule(refuseSecondSubmission, {
      from: { type: "PENDING", details },
      to: { type: "PENDING", name: "Submitting" },
    });
    expect(state?.state_details).toMatchObject(details);
  });
});
