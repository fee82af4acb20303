import { describe, expect, test } from "vitest";
import { type Given, summary, underFlowRunRule } from "../fixtures.ts";
import type { FlowRun } from "../run.ts";
import { cancelAtOnceWithoutProcess, finishCancelling } from "./cancelling.ts";

const refused = "REJECT | Cannot transition flows that are cancelling to a state other than Cancelled.";

describe("finish-cancelling", () => {
  test.each([
    ...(["SCHEDULED", "PENDING", "RUNNING", "COMPLETED", "FAILED", "CRASHED", "PAUSED", "CANCELLING"] as const).map(
      (to) => ({ to, says: refused }) as const,
    ),
    { to: "CANCELLED", says: "ACCEPT | CANCELLED Cancelled" } as const,
  ])("CANCELLING to $to", async ({ to, says }) => {
    expect(summary(await underFlowRunRule(finishCancelling, { from: "CANCELLING", to }))).toBe(says);
  });
});

describe("finish-cancelling, of a run that a schedule made", () => {
  const created_by = { type: "SCHEDULE", id: "s", display_value: null };
  const ended = "REJECT | CANCELLED Cancelled | Cannot transition flows that are cancelling to a state other than Cancelled.";
  test.each([
    { to: "RUNNING", run: { created_by }, says: ended },
    { to: "PENDING", run: { created_by: { ...created_by, type: "BACKFILL" } }, says: ended },
    { to: "RUNNING", run: { created_by, start_time: "2026-01-01T00:00:00Z" }, says: refused },
    { to: "FAILED", run: { created_by }, says: refused },
    { to: "RUNNING", run: { created_by: { ...created_by, type: "AUTOMATION" } }, says: refused },
  ] as const)("CANCELLING to $to: $says", async ({ to, run, says }) => {
    expect(summary(await underFlowRunRule(finishCancelling, { from: "CANCELLING", to, run }))).toBe(says);
  });
});

interface Case extends Given<FlowRun> {
  readonly says: string;
}
const withProcess = { infrastructure_pid: "host:1" };
const scheduledOne = "REJECT | CANCELLED Cancelled | Scheduled flow run has no infrastructure to terminate.";
const suspendedOne = "REJECT | CANCELLED Cancelled | Suspended flow run has no infrastructure to terminate.";

describe("cancel-at-once-without-process", () => {
  test.each<Case>([
    { from: "SCHEDULED", to: "CANCELLING", says: scheduledOne },
    { from: "SCHEDULED", to: "CANCELLING", run: { infrastructure_pid: "" }, says: scheduledOne },
    { from: "SCHEDULED", to: "CANCELLING", run: withProcess, says: "ACCEPT | CANCELLING Cancelling" },
    { from: { type: "SCHEDULED", name: "Resuming" }, to: "CANCELLING", run: withProcess, says: scheduledOne },
    { from: { type: "SCHEDULED", name: "AwaitingRetry" }, to: "CANCELLING", run: withProcess, says: "ACCEPT | CANCELLING Cancelling" },
    { from: { type: "PAUSED", details: { pause_reschedule: true } }, to: "CANCELLING", run: withProcess, says: suspendedOne },
    { from: "PAUSED", to: "CANCELLING", says: "ACCEPT | CANCELLING Cancelling" },
    { from: "RUNNING", to: "CANCELLING", says: "ACCEPT | CANCELLING Cancelling" },
  ])("$from to $to: $says", async ({ says, ...given }) => {
    expect(summary(await underFlowRunRule(cancelAtOnceWithoutProcess, given))).toBe(says);
  });
});
