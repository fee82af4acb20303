import type { StateType } from "@millrace/contract";
import { describe, expect, test, vi } from "vitest";
import { aFlowRun, type Given, later, propose, summary, underFlowRunRule } from "../fixtures.ts";
import { definePolicy } from "../policy.ts";
import { abort, defineFlowRunRule } from "../rule.ts";
import { type DeploymentConcurrency, noLimits, type RuleStore } from "../rule-store.ts";
import type { FlowRun } from "../run.ts";
import { flowRuns } from "../transforms.ts";
import {
  confirmDeploymentSlot,
  endLeaseOfOldClients,
  keepLease,
  releaseDeploymentSlot,
  takeDeploymentSlot,
  turnAwayLateRuns,
} from "./deployment-concurrency.ts";
import { waitForScheduledTime } from "./scheduling.ts";

const leaseOf = (id: string | null) => ({ deployment_concurrency_lease_id: id });

const limitOf = (limit: number, others: Partial<DeploymentConcurrency> = {}): Partial<RuleStore> => ({
  findDeploymentConcurrency: () => ({
    limit: { id: "limit", name: "three", limit, active_slots: limit },
    collision_strategy: "ENQUEUE",
    grace_period_seconds: null,
    ...others,
  }),
});
const run: Partial<FlowRun> = { id: "f", deployment_id: "d" };
const reached = "Deployment concurrency limit reached.";

describe("keep-lease", () => {
  test.each([
    { initially: "a", proposed: null, keeps: "a" },
    { initially: "a", proposed: "b", keeps: "b" },
    { initially: null, proposed: null, keeps: null },
  ])("$initially then $proposed is $keeps", async ({ initially, proposed, keeps }) => {
    const given = {
      from: { type: "RUNNING", details: leaseOf(initially) },
      to: { type: "COMPLETED", details: leaseOf(proposed) },
    } as const;
    expect((await underFlowRunRule(keepLease, given)).state?.state_details.deployment_concurrency_lease_id).toBe(keeps);
  });
});

describe("take-deployment-slot", () => {
  const taking = { tryTakeSlots: () => "lease" };
  const submit = (given: Partial<Given<FlowRun>>) =>
    underFlowRunRule(takeDeploymentSlot, { from: "SCHEDULED", to: "PENDING", run, ...given });

  test.each([
    { what: "a slot is free", store: { ...limitOf(1), ...taking }, says: "ACCEPT | PENDING Pending" },
    { what: "there is no limit", store: {}, says: "ACCEPT | PENDING Pending" },
    { what: "the deployment is gone", store: { findDeploymentConcurrency: () => undefined }, says: "ABORT | Deployment not found." },
    {
      what: "the limit is 0",
      store: limitOf(0),
      says: "ABORT | The deployment concurrency limit is 0. The flow will deadlock if submitted again.",
    },
    { what: "all are taken", store: limitOf(1), says: `REJECT | SCHEDULED AwaitingConcurrencySlot | ${reached}` },
    {
      what: "all are taken and new runs are cancelled",
      store: limitOf(1, { collision_strategy: "CANCEL_NEW" }),
      says: `REJECT | CANCELLED Cancelled | ${reached}`,
    },
  ])("when $what: $says", async ({ store, says }) => {
    expect(summary(await submit({ store }))).toBe(says);
  });

  test.each([
    { what: "a run without deployment", given: { run: { deployment_id: null } } },
    { what: "a worker that counts by itself", given: { clientVersion: "3.0.2" } },
    { what: "a run that holds a slot", given: { from: "PENDING" } },
  ] as const)("$what is not counted", async ({ given }) => {
    const tryTakeSlots = vi.fn(() => undefined);
    expect((await submit({ store: { ...limitOf(1), tryTakeSlots }, ...given })).status).toBe("ACCEPT");
    expect(tryTakeSlots).not.toHaveBeenCalled();
  });

  test.each([
    { grace_period_seconds: null, seconds: 300 },
    { grace_period_seconds: 60, seconds: 60 },
  ])("the lease is held by nobody and lasts $seconds s", async ({ grace_period_seconds, seconds }) => {
    const tryTakeSlots = vi.fn(() => "lease");
    const { state } = await submit({ store: { ...limitOf(1, { grace_period_seconds }), tryTakeSlots } });
    expect(tryTakeSlots).toHaveBeenCalledWith({ limit_ids: ["limit"], seconds, holder: null });
    expect(state?.state_details.deployment_concurrency_lease_id).toBe("lease");
  });

  test("a run that waits for a slot tries again in 30 s; a cancelled one says why", async () => {
    const { state } = await submit({ store: limitOf(1) });
    expect(state?.state_details.scheduled_time).toBe("2030-01-01T12:00:30Z");
    expect(state?.message).toBe('Waits for a slot of the concurrency limit "three": 1 of 1 taken.');
    expect((await submit({ store: limitOf(1, { collision_strategy: "CANCEL_NEW" }) })).state?.message).toBe(reached);
  });

  test("a slot taken for a submission that is refused is given back", async () => {
    const releaseLease = vi.fn();
    const refusing = defineFlowRunRule({ name: "refuse", from: ["SCHEDULED"], to: ["PENDING"], decide: () => abort("no") });
    const policy = definePolicy(flowRuns, [takeDeploymentSlot, refusing]);
    const store = { ...limitOf(1), ...taking, releaseLease };
    expect(await propose(policy, aFlowRun(run), { from: "SCHEDULED", to: "PENDING", store })).toMatchObject({
      status: "ABORT",
      state: null,
    });
    expect(releaseLease.mock.calls).toEqual([["lease"]]);
  });
});

describe("confirm-deployment-slot", () => {
  const start = (given: Partial<Given<FlowRun>> = {}) =>
    underFlowRunRule(confirmDeploymentSlot, {
      from: { type: "PENDING", details: leaseOf("old") },
      to: "RUNNING",
      run,
      clientVersion: "3.8.3",
      ...given,
    });

  test("a lease in time is renewed for the grace period", async () => {
    const renewLease = vi.fn(() => true);
    const { state } = await start({ store: { ...limitOf(1, { grace_period_seconds: 60 }), renewLease } });
    expect(renewLease).toHaveBeenCalledWith({ id: "old", seconds: 60 });
    expect(state?.state_details.deployment_concurrency_lease_id).toBe("old");
  });

  test("a lost lease is replaced while a slot is free", async () => {
    const tryTakeSlots = vi.fn(() => "new");
    const { state } = await start({ store: { ...limitOf(1), tryTakeSlots } });
    expect(tryTakeSlots).toHaveBeenCalledWith({ limit_ids: ["limit"], seconds: 300, holder: { type: "flow_run", id: "f" } });
    expect(state?.state_details.deployment_concurrency_lease_id).toBe("new");
  });

  test("without a free slot the run is cancelled", async () => {
    const outcome = await start({ store: limitOf(1) });
    expect(summary(outcome)).toBe("REJECT | CANCELLED Cancelled | Deployment concurrency limit reached after lease expiry.");
    expect(outcome.state?.message).toBe("Deployment concurrency slot lost during provisioning - no slots available to continue execution");
  });

  test.each([
    { what: "the client is old", given: { clientVersion: "3.4.10" } },
    { what: "the client is unknown", given: { clientVersion: null } },
    { what: "the run has no deployment", given: { run: { deployment_id: null } } },
    { what: "the limit was removed", given: { store: noLimits } },
    { what: "the deployment was removed", given: { store: { findDeploymentConcurrency: () => undefined } } },
  ])("the lease is only carried on when $what", async ({ given }) => {
    const { status, state } = await start({ ...given, store: { ...limitOf(1), ...given.store } });
    expect(status).toBe("ACCEPT");
    expect(state?.state_details.deployment_concurrency_lease_id).toBe("old");
  });

  test("a lease the client makes up is not taken over", async () => {
    const { state } = await start({ from: "PENDING", to: { type: "RUNNING", details: leaseOf("made up") }, store: limitOf(1) });
    expect(state?.state_details.deployment_concurrency_lease_id).toBeNull();
  });

  test("a slot taken again is given back when the run has to wait", async () => {
    const releaseLease = vi.fn();
    const store = { ...limitOf(1), tryTakeSlots: () => "new", releaseLease };
    const from = { type: "PENDING", details: { ...leaseOf("old"), scheduled_time: later } } as const;
    const policy = definePolicy(flowRuns, [confirmDeploymentSlot, waitForScheduledTime]);
    const outcome = await propose(policy, aFlowRun(run), { from, to: "RUNNING", store, clientVersion: "3.8.3" });
    expect(outcome.status).toBe("WAIT");
    expect(releaseLease.mock.calls).toEqual([["new"]]);
  });
});

describe("end-lease-of-old-clients", () => {
  const revoked = [{ kind: "revoke-lease", lease_id: "lease" }];
  test.each([
    { clientVersion: null, lease: "lease", to: "RUNNING", effects: revoked },
    { clientVersion: "3.4.10", lease: "lease", to: "CANCELLING", effects: revoked },
    { clientVersion: "3.4.11.dev1", lease: "lease", to: "RUNNING", effects: revoked },
    { clientVersion: "3.4.11", lease: "lease", to: "RUNNING", effects: [] },
    { clientVersion: "3.10.0", lease: "lease", to: "RUNNING", effects: [] },
    { clientVersion: null, lease: null, to: "RUNNING", effects: [] },
    { clientVersion: null, lease: "lease", to: "FAILED", effects: [] },
  ] as const)("client $clientVersion, lease $lease, to $to", async ({ clientVersion, lease, to, effects }) => {
    const from = { type: "PENDING", details: leaseOf(lease) } as const;
    expect((await underFlowRunRule(endLeaseOfOldClients, { from, to, clientVersion })).effects).toEqual(effects);
  });
});

describe("turn-away-late-runs", () => {
  const late = { type: "SCHEDULED", name: "Late" } as const;
  const cancelNew = { collision_strategy: "CANCEL_NEW" } as const;
  const turnedAway = "REJECT | CANCELLED Cancelled | Deployment concurrency limit is full and uses the CANCEL_NEW strategy.";
  const accepted = "ACCEPT | SCHEDULED Late";
  test.each([
    { what: "full and turning away", store: limitOf(1, cancelNew), says: turnedAway },
    { what: "full and letting wait", store: limitOf(1), says: accepted },
    {
      what: "not full",
      store: limitOf(1, { ...cancelNew, limit: { id: "limit", name: "three", limit: 2, active_slots: 1 } }),
      says: accepted,
    },
    { what: "unlimited", store: limitOf(1, { ...cancelNew, limit: null }), says: accepted },
    { what: "gone", store: { findDeploymentConcurrency: () => undefined }, says: accepted },
  ])("a deployment that is $what: $says", async ({ store, says }) => {
    expect(summary(await underFlowRunRule(turnAwayLateRuns, { from: "SCHEDULED", to: late, run, store }))).toBe(says);
  });

  test.each([
    { what: "a run without deployment", given: { to: late, run: {} } },
    { what: "another name", given: { to: "SCHEDULED", run } },
  ] as const)("$what is let be", async ({ given }) => {
    expect((await underFlowRunRule(turnAwayLateRuns, { from: "SCHEDULED", store: limitOf(1, cancelNew), ...given })).status).toBe("ACCEPT");
  });
});

describe("release-deployment-slot", () => {
  const released = (lease_id: string | null) => [{ kind: "release-deployment-slot", deployment_id: "d", lease_id }];
  const end = (from: StateType, to: Given<FlowRun>["to"], lease: string | null = null) =>
    underFlowRunRule(releaseDeploymentSlot, { from: { type: from, details: leaseOf(lease) }, to, run });

  test.each([
    { from: "PENDING", to: "FAILED" },
    { from: "RUNNING", to: "COMPLETED" },
    { from: "RUNNING", to: "PAUSED" },
    { from: "RUNNING", to: "SCHEDULED" },
    { from: "CANCELLING", to: "CANCELLED" },
  ] as const)("$from to $to gives the slot back", async ({ from, to }) => {
    expect((await end(from, to, "lease")).effects).toEqual(released("lease"));
    expect((await end(from, to)).effects).toEqual(released(null));
  });

  test.each([
    { from: "PENDING", to: "RUNNING" },
    { from: "RUNNING", to: "CANCELLING" },
    { from: "RUNNING", to: "PENDING" },
    { from: "SCHEDULED", to: "CANCELLED" },
    { from: "PAUSED", to: "FAILED" },
  ] as const)("$from to $to gives nothing back", async ({ from, to }) => {
    expect((await end(from, to, "lease")).effects).toEqual([]);
  });

  test("a run without deployment has no slot", async () => {
    expect((await underFlowRunRule(releaseDeploymentSlot, { from: "RUNNING", to: "COMPLETED" })).effects).toEqual([]);
  });

  test("a retry the run itself asked for leaves the process and gives the slot back", async () => {
    expect((await end("RUNNING", { type: "SCHEDULED", name: "AwaitingRetry" }, "lease")).effects).toEqual(released("lease"));
  });
});
