import { describe, expect, test, vi } from "vitest";
import { makeState } from "./drafts.ts";
import { aFlowRun, aState, aStore, aTaskRun, eventually, type Given, now, plainRuns, propose, summary } from "./fixtures.ts";
import { type Outcome, orchestrate } from "./orchestrate.ts";
import { flowRunPolicy, minimalFlowRunPolicy, taskRunPolicy } from "./policies.ts";
import { definePolicy } from "./policy.ts";
import { abort, accept, anyOrigin, everyState, type Rule, reject, type Verdict, wait } from "./rule.ts";
import type { MaybePromise } from "./rule-store.ts";
import type { FlowRun } from "./run.ts";

/** Notes what happens to a rule that says what it is told to. */
const rulesOf =
  (log: string[]) =>
  (name: string, verdict?: Verdict<FlowRun>, given: Partial<Rule<FlowRun>> = {}): Rule<FlowRun> => ({
    name,
    from: anyOrigin,
    to: everyState,
    decide: () => {
      log.push(`ask ${name}`);
      return verdict?.kind === "accept" ? { undo: () => void log.push(`undo ${name}`), ...verdict } : verdict;
    },
    after: ({ state }) => {
      log.push(`after ${name}: ${state.type}`);
      return [{ kind: "revoke-lease", lease_id: name }];
    },
    ...given,
  });

const walk = async (rules: readonly Rule<FlowRun>[], given: Partial<Given<FlowRun>> = {}): Promise<Outcome<FlowRun>> =>
  propose(definePolicy(plainRuns, rules), aFlowRun(given.run), { from: "PENDING", to: "RUNNING", ...given });

const nothing = accept<FlowRun>({});

describe("the walk through a policy", () => {
  test("asks in order, and follows up in reverse", async () => {
    const log: string[] = [];
    const rule = rulesOf(log);
    const { effects } = await walk([rule("a", nothing), rule("b"), rule("c", nothing)]);
    expect(log).toEqual(["ask a", "ask b", "ask c", "after c: RUNNING", "after b: RUNNING", "after a: RUNNING"]);
    expect(effects).toEqual(["c", "b", "a"].map((lease_id) => ({ kind: "revoke-lease", lease_id })));
  });

  test.each([
    { verdict: reject(null, "no"), answer: { status: "REJECT", details: { type: "reject_details", reason: "no" } } },
    { verdict: abort("no"), answer: { status: "ABORT", details: { type: "abort_details", reason: "no" } } },
    { verdict: wait(7, "no"), answer: { status: "WAIT", details: { type: "wait_details", delay_seconds: 7, reason: "no" } } },
  ])(
    "$verdict.kind stops it: later rules are not asked, earlier ones undone last first, nothing is stored",
    async ({ verdict, answer }) => {
      const log: string[] = [];
      const rule = rulesOf(log);
      const outcome = await walk([
        rule("a", accept({ changes: { run_count: 9 } })),
        rule("b", nothing),
        rule("c", verdict),
        rule("d", abort("never")),
      ]);
      expect(log).toEqual(["ask a", "ask b", "ask c", "undo b", "undo a"]);
      expect(outcome).toEqual({ ...answer, state: null, changes: {}, effects: [] });
    },
  );

  test("a replaced state is stored; rules for the proposed one are skipped or undone, and their changes dropped", async () => {
    const log: string[] = [];
    const rule = rulesOf(log);
    const taking = accept<FlowRun>({ changes: { run_count: 9 }, effects: [{ kind: "revoke-lease", lease_id: "announced" }] });
    const replacing = reject<FlowRun>(makeState("SCHEDULED", { name: "Not yet" }), "later", { changes: { infrastructure_pid: "p" } });
    const outcome = await walk([rule("a", taking), rule("b", replacing), rule("c", abort("never"))]);
    expect(log).toEqual(["ask a", "ask b", "undo a"]);
    expect(summary(outcome)).toBe("REJECT | SCHEDULED Not yet | later");
    expect(outcome).toMatchObject({ changes: { infrastructure_pid: "p" }, effects: [] });
  });

  test("a rule that always holds follows up on a replaced state and is never undone", async () => {
    const log: string[] = [];
    const rule = rulesOf(log);
    const replacing = reject<FlowRun>(makeState("FAILED"), "broken");
    await walk([rule("a", nothing, { always: true }), rule("b", replacing), rule("c", nothing, { always: true })]);
    expect(log).toEqual(["ask a", "ask b", "ask c", "after c: FAILED", "after a: FAILED"]);
  });

  test("a replacement of the same type lets the other rules go on", async () => {
    const log: string[] = [];
    const rule = rulesOf(log);
    const replacing = reject<FlowRun>(makeState("RUNNING", { name: "Other" }), "renamed");
    const outcome = await walk([rule("a", nothing), rule("b", replacing), rule("c", nothing)]);
    expect(log).toEqual(["ask a", "ask b", "ask c", "after c: RUNNING", "after a: RUNNING"]);
    expect(summary(outcome)).toBe("REJECT | RUNNING Other | renamed");
  });

  test("a rule sees the run and the proposal as the rules before it left them, and the caller's run stays as it was", async () => {
    const seen = vi.fn((..._values: unknown[]) => undefined);
    const run = aFlowRun();
    const first = rulesOf([])("first", accept({ name: "Renamed", details: { cache_key: "k" }, changes: { run_count: 4 } }));
    const second: Rule<FlowRun> = {
      name: "second",
      from: anyOrigin,
      to: everyState,
      decide: ({ run: { run_count }, proposed: { name, state_details } }) => seen(run_count, name, state_details.cache_key),
    };
    await propose(definePolicy(plainRuns, [first, second]), run, { from: "PENDING", to: "RUNNING" });
    expect(seen).toHaveBeenCalledWith(4, "Renamed", "k");
    expect(run.run_count).toBe(0);
  });
});

describe("the state that is kept", () => {
  test("has the server's id and time, a name, and for SCHEDULED a time", async () => {
    const { state } = await walk([], { to: "SCHEDULED" });
    expect(state).toMatchObject({ id: "id-1", timestamp: now, type: "SCHEDULED", name: "Scheduled", message: null, data: null });
    expect(state?.state_details.scheduled_time).toBe(now);
  });

  test.each([
    { run: { id: "f" }, ids: { flow_run_id: "f", task_run_id: "claimed" } },
    { run: { id: "f", parent_task_run_id: "t" }, ids: { flow_run_id: "f", task_run_id: "t" } },
  ])("belongs to the flow run, whatever was proposed: $ids", async ({ run, ids }) => {
    const to = { type: "RUNNING", details: { flow_run_id: "claimed", task_run_id: "claimed" } } as const;
    const { state } = await propose(minimalFlowRunPolicy, aFlowRun(run), { from: null, to });
    expect(state?.state_details).toMatchObject(ids);
  });

  test("is shown on the task run that stands for a subflow in its parent", async () => {
    const given = { from: "PENDING", to: { type: "RUNNING", name: "Retrying" } } as const;
    const { effects } = await propose(minimalFlowRunPolicy, aFlowRun({ id: "f", parent_task_run_id: "t" }), given);
    expect(effects).toMatchObject([
      {
        kind: "mirror-to-parent",
        task_run_id: "t",
        proposed: { type: "RUNNING", name: "Retrying", state_details: { child_flow_run_id: "f" } },
      },
    ]);
  });

  test("brings every column of the run up to date", async () => {
    const { changes } = await propose(flowRunPolicy, aFlowRun(), { from: "PENDING", to: "RUNNING" });
    expect(changes).toEqual({
      state_id: "id-1",
      state_type: "RUNNING",
      state_name: "Running",
      state_timestamp: now,
      start_time: now,
      expected_start_time: now,
      run_count: 1,
    });
  });
});

describe("answers", () => {
  const given = (store = aStore()) => ({
    policy: flowRunPolicy,
    run: aFlowRun({ deployment_id: "d" }),
    initial: aState("SCHEDULED"),
    proposed: { ...makeState("PENDING") },
    store,
    now,
    newId: () => "id",
    random: () => 0,
    clientVersion: null,
    apiVersion: null,
  });

  test("come at once when the store's do", () => {
    const outcome: MaybePromise<Outcome<FlowRun>> = orchestrate(given());
    expect(outcome).not.toBeInstanceOf(Promise);
  });

  test("are the same when the store's have to be waited for", async () => {
    expect(await orchestrate(given(eventually(aStore())))).toEqual(orchestrate(given()));
  });

  test("carry the store's failure", async () => {
    const findDeploymentConcurrency = () => Promise.reject(new Error("the database is gone"));
    await expect(orchestrate(given(aStore({ findDeploymentConcurrency })))).rejects.toThrow("the database is gone");
  });

  test("wait for slots to be given back, last taken first", async () => {
    const log: string[] = [];
    const taking = (name: string): Rule<FlowRun> => ({
      name,
      from: anyOrigin,
      to: everyState,
      decide: async () => accept({ undo: async () => void log.push(name) }),
    });
    await walk([taking("a"), taking("b"), rulesOf([])("c", abort("no"))]);
    expect(log).toEqual(["b", "a"]);
  });
});

describe("whole policies", () => {
  test("a refused resume leaves no mark, so that the real one is not counted", async () => {
    const run = aFlowRun({ run_count: 1 });
    expect(await propose(flowRunPolicy, run, { from: "PAUSED", to: "PENDING" })).toMatchObject({
      status: "REJECT",
      state: null,
      changes: {},
    });
    const { changes } = await propose(flowRunPolicy, run, { from: "PAUSED", to: "RUNNING" });
    expect(changes).not.toHaveProperty("run_count");
  });

  test("a finished run of a deployment is not prepared again, and keeps its pauses of before", async () => {
    const run = aFlowRun({ deployment_id: "d", empirical_policy: { pause_keys: ["p"], resuming: false, retry_type: "reschedule" } });
    const outcome = await propose(flowRunPolicy, run, { from: "FAILED", to: "PENDING" });
    expect(summary(outcome)).toBe("ABORT | This run is in a FAILED state and cannot transition to a PENDING state.");
    expect(outcome).toMatchObject({ state: null, changes: {}, effects: [] });
  });

  test("a run retried in its own process keeps its slot and its lease", async () => {
    const run = aFlowRun({ deployment_id: "d", run_count: 1, empirical_policy: { retries: 1 } });
    const from = { type: "RUNNING", details: { deployment_concurrency_lease_id: "lease" } } as const;
    const { state, effects } = await propose(flowRunPolicy, run, { from, to: "FAILED" });
    expect(state?.name).toBe("AwaitingRetry");
    expect(state?.state_details.deployment_concurrency_lease_id).toBe("lease");
    expect(effects).toEqual([]);
  });

  test("a task run again after its flow failed counts from the start, under the name of a retry", async () => {
    const run = aTaskRun({ run_count: 3, flow_run_id: "f", flow_run_run_count: 1 });
    const store = { findFlowRun: (id: string) => ({ id, run_count: 2, state: aState("RUNNING") }) };
    const { state, changes } = await propose(taskRunPolicy, run, { from: "FAILED", to: "RUNNING", store });
    expect(state?.name).toBe("Retrying");
    expect(changes).toMatchObject({ run_count: 1, flow_run_run_count: 2 });
  });

  test("a finished task that may not run yet keeps its count", async () => {
    const run = aTaskRun({ run_count: 3, flow_run_id: "f" });
    const store = { findFlowRun: (id: string) => ({ id, run_count: 1, state: aState("PAUSED") }) };
    const { state, changes } = await propose(taskRunPolicy, run, { from: "FAILED", to: "RUNNING", store });
    expect(state?.name).toBe("NotReady");
    expect(changes).not.toHaveProperty("run_count");
  });
});
