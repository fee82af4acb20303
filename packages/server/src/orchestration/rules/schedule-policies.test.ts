import { describe, expect, test } from "vitest";
import { type Given, summary, underFlowRunRule } from "../fixtures.ts";
import type { ScheduleStanding } from "../rule-store.ts";
import type { FlowRun } from "../run.ts";
import { followSchedulePolicy } from "./schedule-policies.ts";

const created_by = { type: "SCHEDULE", id: "s", display_value: null };
/** Long before and long after the moment the rules are asked. */
const [past, future] = ["2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z"];
const alone: ScheduleStanding = {
  missed: null,
  missed_after_seconds: 60,
  overlap: "allow",
  underWay: undefined,
  before: undefined,
  later: undefined,
};
const other = { id: "o", name: "other" };

const decided = async (
  standing: Partial<ScheduleStanding> | undefined,
  run: Partial<FlowRun> = {},
  from: Given<FlowRun>["from"] = "SCHEDULED",
) => {
  const store = { findScheduleStanding: () => (standing === undefined ? undefined : { ...alone, ...standing }) };
  const given = { deployment_id: "d", created_by, expected_start_time: past, ...run };
  return summary(await underFlowRunRule(followSchedulePolicy, { from, to: "PENDING", run: given, store }));
};

const passes = "ACCEPT | PENDING Pending";

describe("follow-schedule-policy", () => {
  test("has nothing to say of runs without a policy, or that no schedule made", async () => {
    expect(await decided(undefined)).toBe(passes);
    expect(await decided({ overlap: "queue", underWay: other }, { created_by: null })).toBe(passes);
    expect(await decided({ overlap: "queue", underWay: other }, { deployment_id: null })).toBe(passes);
  });

  test.each([
    { missed: "skip", says: "REJECT | CANCELLED Cancelled" },
    { missed: "skip", from: "Late", says: "REJECT | CANCELLED Cancelled" },
    { missed: "skip", from: "AwaitingEarlierRun", says: passes },
    { missed: "skip", from: "AwaitingRetry", says: passes },
    { missed: "latest_only", says: passes },
    { missed: "latest_only", later: other, says: "REJECT | CANCELLED Cancelled" },
    { missed: "run_all", later: other, says: passes },
    { missed: null, later: other, says: passes },
  ] as const)(
    "a run long after its date: $missed, $from, $later",
    async ({ says, from = "Scheduled", ...standing }: Partial<ScheduleStanding> & { says: string; from?: string }) => {
      expect(await decided(standing, {}, { type: "SCHEDULED", name: from })).toMatch(new RegExp(`^${says.replaceAll("|", "\\|")}`));
    },
  );

  test.each([
    { overlap: "allow", underWay: other, says: passes },
    { overlap: "queue", says: passes },
    { overlap: "queue", underWay: other, says: "REJECT | SCHEDULED AwaitingEarlierRun" },
    { overlap: "queue", before: other, says: "REJECT | SCHEDULED AwaitingEarlierRun" },
    { overlap: "cancel_new", before: other, says: passes },
    { overlap: "cancel_new", underWay: other, says: "REJECT | CANCELLED Cancelled" },
    { overlap: "cancel_new", underWay: other, date: future, says: "REJECT | SCHEDULED AwaitingEarlierRun" },
    { overlap: "cancel_old", underWay: other, says: "REJECT | SCHEDULED AwaitingEarlierRun" },
    { overlap: "cancel_old", underWay: other, later: other, says: "REJECT | CANCELLED Cancelled" },
    { overlap: "cancel_old", underWay: other, date: future, says: "REJECT | SCHEDULED AwaitingEarlierRun" },
  ] as const)(
    "overlapping runs: $overlap, $underWay, $before, $later, $date",
    async ({ says, date = past, ...standing }: Partial<ScheduleStanding> & { says: string; date?: string }) => {
      expect(await decided(standing, { expected_start_time: date })).toMatch(new RegExp(`^${says.replaceAll("|", "\\|")}`));
    },
  );
});
