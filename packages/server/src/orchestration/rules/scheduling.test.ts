import { describe, expect, test } from "vitest";
import { type Given, summary, underFlowRunRule, underTaskRunRule } from "../fixtures.ts";
import { copyScheduledTime, copyTaskParametersId, markOnlyScheduledLate, waitForScheduledTime } from "./scheduling.ts";

interface Case extends Given {
  readonly says: string;
}

const one = "2030-01-01T12:00:10Z";
const other = "2030-01-01T14:00:20+02:00";

describe("copy-scheduled-time", () => {
  test.each([
    { initially: one, proposed: null, keeps: one },
    { initially: one, proposed: other, keeps: other },
    { initially: null, proposed: null, keeps: null },
  ])("SCHEDULED for $initially to PENDING for $proposed is for $keeps", async ({ initially, proposed, keeps }) => {
    const from = { type: "SCHEDULED", details: { scheduled_time: initially } } as const;
    const to = { type: "PENDING", details: { scheduled_time: proposed } } as const;
    expect((await underFlowRunRule(copyScheduledTime, { from, to })).state?.state_details.scheduled_time).toBe(keeps);
  });

  test.each([
    { asksAgain: one, keeps: "2030-01-01T12:00:00Z" },
    { asksAgain: "2030-01-01T11:59:00Z", keeps: "2030-01-01T11:59:00Z" },
  ])("a run that would have asked for a slot again at $asksAgain is for $keeps", async ({ asksAgain, keeps }) => {
    const from = { type: "SCHEDULED", name: "AwaitingConcurrencySlot", details: { scheduled_time: asksAgain } } as const;
    expect((await underFlowRunRule(copyScheduledTime, { from, to: "PENDING" })).state?.state_details.scheduled_time).toBe(keeps);
  });
});

describe("copy-task-parameters-id", () => {
  test.each([
    { from: "SCHEDULED", to: "PENDING", initially: "a", proposed: null, keeps: "a" },
    { from: "PENDING", to: "RUNNING", initially: "a", proposed: null, keeps: "a" },
    { from: "PENDING", to: "RUNNING", initially: "a", proposed: "b", keeps: "b" },
    { from: "SCHEDULED", to: "RUNNING", initially: null, proposed: null, keeps: null },
    { from: "RUNNING", to: "PENDING", initially: "a", proposed: null, keeps: null },
  ] as const)("$from of $initially to $to of $proposed has $keeps", async ({ from, to, initially, proposed, keeps }) => {
    const { state } = await underTaskRunRule(copyTaskParametersId, {
      from: { type: from, details: { task_parameters_id: initially } },
      to: { type: to, details: { task_parameters_id: proposed } },
    });
    expect(state?.state_details.task_parameters_id).toBe(keeps);
  });
});

describe("wait-for-scheduled-time", () => {
  test.each([
    { from: "SCHEDULED", scheduled_time: "2030-01-01T12:00:10Z", status: "WAIT", delay: 10 },
    { from: "PENDING", scheduled_time: "2030-01-01T12:00:10Z", status: "WAIT", delay: 10 },
    { from: "SCHEDULED", scheduled_time: "2030-01-01T14:00:10+02:00", status: "WAIT", delay: 10 },
    { from: "SCHEDULED", scheduled_time: "2030-01-01T12:00:01.500000Z", status: "WAIT", delay: 1 },
    { from: "SCHEDULED", scheduled_time: "2030-01-01T12:00:01.500001Z", status: "WAIT", delay: 2 },
    { from: "SCHEDULED", scheduled_time: "2030-01-01T12:00:00.500000Z", status: "ACCEPT", delay: undefined },
    { from: "SCHEDULED", scheduled_time: "2030-01-01T12:00:00Z", status: "ACCEPT", delay: undefined },
    { from: "SCHEDULED", scheduled_time: "2030-01-01T11:00:00Z", status: "ACCEPT", delay: undefined },
    { from: "PENDING", scheduled_time: null, status: "ACCEPT", delay: undefined },
    { from: "RUNNING", scheduled_time: "2030-01-01T12:00:10Z", status: "ACCEPT", delay: undefined },
  ] as const)("$from for $scheduled_time: $status $delay", async ({ from, scheduled_time, status, delay }) => {
    const given = { from: { type: from, details: { scheduled_time } }, to: "RUNNING" } as const;
    const outcome = await underFlowRunRule(waitForScheduledTime, given);
    expect(outcome).toMatchObject({
      status,
      details: delay === undefined ? {} : { delay_seconds: delay, reason: "Scheduled time is in the future" },
    });
    expect(await underTaskRunRule(waitForScheduledTime, given)).toMatchObject({ status, details: outcome.details });
  });
});

describe("mark-only-scheduled-late", () => {
  const late = { type: "SCHEDULED", name: "Late" } as const;
  test.each<Case>([
    { from: "SCHEDULED", to: late, says: "ACCEPT | SCHEDULED Late" },
    { from: { type: "SCHEDULED", name: "AwaitingRetry" }, to: late, says: "ACCEPT | SCHEDULED Late" },
    { from: null, to: late, says: "ACCEPT | SCHEDULED Late" },
    { from: "PENDING", to: late, says: "REJECT | Only scheduled flows can be marked late." },
    { from: "FAILED", to: late, says: "REJECT | Only scheduled flows can be marked late." },
    { from: late, to: late, says: "REJECT | This flow run is already marked late." },
    { from: late, to: "SCHEDULED", says: "ACCEPT | SCHEDULED Scheduled" },
  ])("$from to $to: $says", async ({ from, to, says }) => {
    expect(summary(await underFlowRunRule(markOnlyScheduledLate, { from, to }))).toBe(says);
  });
});
