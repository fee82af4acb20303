import { describe, expect, test } from "vitest";
import { earlier, type Given, later, summary, underFlowRunRule } from "../fixtures.ts";
import type { FlowRun } from "../run.ts";
import { pauseOnce, resumeInTime } from "./pausing.ts";

interface Case extends Given<FlowRun> {
  readonly says: string;
}

const suspended = { type: "PAUSED", name: "Suspended", details: { pause_reschedule: true } } as const;
const taken = { empirical_policy: { pause_keys: ["p"] } };

describe("pause-once", () => {
  test.each<Case>([
    { from: null, to: "PAUSED", says: "ABORT | Cannot pause flows with no state." },
    { from: null, to: suspended, says: "ABORT | Cannot suspend flows with no state." },
    { from: "PENDING", to: "PAUSED", says: "REJECT | Cannot pause flows that are not currently running." },
    { from: "SCHEDULED", to: suspended, says: "REJECT | Cannot suspend flows that are not currently running." },
    { from: "PAUSED", to: "PAUSED", says: "REJECT | Cannot pause flows that are not currently running." },
    { from: "RUNNING", to: "PAUSED", says: "ACCEPT | PAUSED Paused" },
    { from: "RUNNING", to: { type: "PAUSED", details: { pause_key: "p" } }, run: taken, says: "REJECT | This pause has already fired." },
    {
      from: "RUNNING",
      to: { ...suspended, details: { pause_key: "p", pause_reschedule: true } },
      run: taken,
      says: "REJECT | This suspend has already fired.",
    },
    { from: "RUNNING", to: { type: "PAUSED", details: { pause_key: "q" } }, run: taken, says: "ACCEPT | PAUSED Paused" },
    { from: "RUNNING", to: suspended, run: { parent_task_run_id: "t", deployment_id: "d" }, says: "ABORT | Cannot suspend subflows." },
    { from: "RUNNING", to: suspended, says: "ABORT | Cannot suspend flows without a deployment." },
    { from: "RUNNING", to: suspended, run: { deployment_id: "d" }, says: "ACCEPT | PAUSED Suspended" },
  ])("$from to $to: $says", async ({ says, ...given }) => {
    expect(summary(await underFlowRunRule(pauseOnce, given))).toBe(says);
  });

  test.each([
    { pause_key: "q", keys: ["p", "q"] },
    { pause_key: null, keys: ["p", "id-1"] },
  ])("the pause of key $pause_key is remembered as $keys", async ({ pause_key, keys }) => {
    const given = { from: "RUNNING", to: { type: "PAUSED", details: { pause_key } }, run: taken } as const;
    const { changes, state } = await underFlowRunRule(pauseOnce, given);
    expect(changes.empirical_policy).toEqual({ pause_keys: keys });
    expect(state?.state_details.pause_key).toBe(pause_key);
  });

  const asking = { type: "PAUSED", details: { pause_key: "p", run_input_keyset: { schema: "p-schema", response: "p-response" } } } as const;
  test.each([
    { what: "that asks for input forgets what was asked and answered before", run: {}, keys: ["p-schema", "p-response"] },
    { what: "that was taken before keeps its answer", run: taken, keys: undefined },
  ])("a pause $what", async ({ run, keys }) => {
    const { effects } = await underFlowRunRule(pauseOnce, { from: "RUNNING", to: asking, run });
    expect(effects).toEqual(keys === undefined ? [] : [{ kind: "delete-inputs", flow_run_id: "run", keys, before: earlier }]);
  });

  test("a refused pause is not remembered", async () => {
    const { changes } = await underFlowRunRule(pauseOnce, { from: "RUNNING", to: suspended });
    expect(changes).toEqual({});
  });
});

const overdue = { type: "PAUSED", details: { pause_timeout: earlier } } as const;
const tooLate = "The flow run pause has timed out and can no longer resume.";

describe("resume-in-time", () => {
  test.each<Case>([
    { from: "PAUSED", to: "RUNNING", says: "ACCEPT | RUNNING Running" },
    { from: "PAUSED", to: "SCHEDULED", says: "ACCEPT | SCHEDULED Scheduled" },
    { from: "PAUSED", to: "CANCELLED", says: "ACCEPT | CANCELLED Cancelled" },
    { from: "PAUSED", to: "CANCELLING", says: "ACCEPT | CANCELLING Cancelling" },
    ...(["PENDING", "PAUSED"] as const).map((to) => ({
      from: "PAUSED" as const,
      to,
      says: `REJECT | This run cannot transition to the StateType.${to} state from the StateType.PAUSED state.`,
    })),
    { from: suspended, to: "RUNNING", says: "REJECT | Cannot reschedule a running flow run without a deployment." },
    { from: suspended, to: { type: "SCHEDULED", name: "Resuming" }, run: { deployment_id: "d" }, says: "ACCEPT | SCHEDULED Resuming" },
    { from: { type: "PAUSED", details: { pause_timeout: later } }, to: "RUNNING", says: "ACCEPT | RUNNING Running" },
    { from: overdue, to: "RUNNING", says: `REJECT | FAILED Failed | ${tooLate}` },
    { from: overdue, to: "CANCELLING", says: "ACCEPT | CANCELLING Cancelling" },
    { from: overdue, to: "COMPLETED", says: `REJECT | FAILED Failed | ${tooLate}` },
  ])("$from to $to: $says", async ({ says, ...given }) => {
    expect(summary(await underFlowRunRule(resumeInTime, given))).toBe(says);
  });

  test.each([
    { to: "RUNNING", message: "The flow was running and never resumed." },
    { to: "COMPLETED", message: "The flow was completed and never resumed." },
  ] as const)("a run that would be $to too late fails saying so", async ({ to, message }) => {
    expect((await underFlowRunRule(resumeInTime, { from: overdue, to })).state?.message).toBe(message);
  });

  const marked = { pause_keys: ["p"], resuming: true };
  const again = { type: "SCHEDULED", name: "AwaitingRetry" } as const;
  test.each<Given<FlowRun> & { readonly what: string; readonly becomes: object | undefined }>([
    { what: "going on in place", from: "PAUSED", to: "RUNNING", becomes: marked },
    { what: "starting again", from: suspended, to: { type: "SCHEDULED", name: "Resuming" }, run: { deployment_id: "d" }, becomes: marked },
    { what: "another attempt", from: "PAUSED", to: again, becomes: { resuming: false, pause_keys: [], retry_type: "reschedule" } },
    { what: "one of a client that knows of none", from: "PAUSED", to: again, apiVersion: "0.8.3", becomes: marked },
    { what: "ending", from: "PAUSED", to: "CANCELLED", becomes: undefined },
    { what: "a refusal", from: "PAUSED", to: "PENDING", becomes: undefined },
    { what: "coming too late", from: overdue, to: "RUNNING", becomes: undefined },
  ])("$what leaves the marks $becomes", async ({ run, becomes, ...given }) => {
    const { changes } = await underFlowRunRule(resumeInTime, { ...given, run: { ...run, ...taken } });
    expect(changes.empirical_policy).toEqual(becomes);
  });

  test("going on after a pause is no new attempt", async () => {
    const { changes } = await underFlowRunRule(resumeInTime, { from: "PAUSED", to: "RUNNING", run: { run_count: 1 } });
    expect(changes.run_count).toBeUndefined();
  });
});
