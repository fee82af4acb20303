/** Rules that keep a deployment from having more runs under way than it allows (server.md §3.1.2). */
import { addSeconds, type StateType } from "@millrace/contract";
import { makeState } from "../drafts.ts";
import { abort, accept, anyOrigin, defineFlowRunRule, everyState, except, type RuleContext, reject, type Verdict } from "../rule.ts";
import { andThen, type DeploymentConcurrency, type MaybePromise } from "../rule-store.ts";
import type { FlowRun } from "../run.ts";
import { countsRunsItself, renewsLeases } from "../versions.ts";

/** Runs that are being prepared, run or stopped hold a slot. */
const holdingSlot: readonly StateType[] = ["PENDING", "RUNNING", "CANCELLING"];

const limitReached = "Deployment concurrency limit reached.";

/** The lease goes with the run: clients that know nothing of it send none. */
export const keepLease = defineFlowRunRule({
  name: "keep-lease",
  from: everyState,
  to: everyState,
  always: true,
  decide({ initial, proposed }) {
    const { deployment_concurrency_lease_id } = initial.state_details;
    if (deployment_concurrency_lease_id === null || proposed.state_details.deployment_concurrency_lease_id !== null) return undefined;
    return accept({ details: { deployment_concurrency_lease_id } });
  },
});

type Answer = MaybePromise<Verdict<FlowRun> | undefined>;

/** A run takes a slot before its infrastructure is made, so that none is made in vain. */
export const takeDeploymentSlot = defineFlowRunRule({
  name: "take-deployment-slot",
  from: except(anyOrigin, ...holdingSlot),
  to: ["PENDING"],
  decide(context) {
    const { run, store, clientVersion } = context;
    if (run.deployment_id === null || countsRunsItself(clientVersion)) return undefined;
    return andThen(store.findDeploymentConcurrency(run.deployment_id), (deployment): Answer => {
      if (deployment === undefined) return abort("Deployment not found.");
      if (deployment.limit === null) return undefined;
      if (deployment.limit.limit === 0) {
        return abort("The deployment concurrency limit is 0. The flow will deadlock if submitted again.");
      }
      return takeSlotOf(deployment, context);
    });
  },
});

const graceSeconds = (deployment: DeploymentConcurrency, { settings }: RuleContext<FlowRun>): number =>
  deployment.grace_period_seconds ?? settings.deploymentLeaseSeconds;

const limitIds = ({ limit }: DeploymentConcurrency): readonly string[] => (limit === null ? [] : [limit.id]);

const takeSlotOf = (deployment: DeploymentConcurrency, context: RuleContext<FlowRun>): Answer => {
  const { store, settings, now } = context;
  // No holder: the lease belongs to whichever worker prepares the run, and later to the run's own process.
  const request = { limit_ids: limitIds(deployment), seconds: graceSeconds(deployment, context), holder: null };
  return andThen(store.tryTakeSlots(request), (leaseId) => {
    if (leaseId !== undefined) return holdingLease(leaseId, context);
    if (deployment.collision_strategy === "CANCEL_NEW") return reject(makeState("CANCELLED", { message: limitReached }), limitReached);
    const scheduled_time = addSeconds(now, settings.deploymentSlotWaitSeconds);
    const waiting = { name: "AwaitingConcurrencySlot", message: waitsFor(deployment), details: { scheduled_time } };
    return reject(makeState("SCHEDULED", waiting), limitReached);
  });
};

/** Beyond the protocol, which leaves people to guess what a run waits for. Every slot is taken, more when the limit was lowered since. */
const waitsFor = ({ limit }: DeploymentConcurrency): string | null => {
  if (limit === null) return null;
  const taken = Math.max(limit.active_slots, limit.limit);
  return `Waits for a slot of the concurrency limit "${limit.name}": ${taken} of ${limit.limit} taken.`;
};

const holdingLease = (leaseId: string, { store }: RuleContext<FlowRun>): Verdict<FlowRun> =>
  accept({ details: { deployment_concurrency_lease_id: leaseId }, undo: () => store.releaseLease(leaseId) });

/** Preparing may take longer than the lease lasts. Who lost the slot takes another one, or must stop (server.md §3.1.2). */
export const confirmDeploymentSlot = defineFlowRunRule({
  name: "confirm-deployment-slot",
  from: ["PENDING"],
  to: ["RUNNING"],
  decide(context) {
    const { run, initial, store, clientVersion } = context;
    const leaseId = initial.state_details.deployment_concurrency_lease_id;
    const kept = accept<FlowRun>({ details: { deployment_concurrency_lease_id: leaseId } });
    if (leaseId === null || run.deployment_id === null || !renewsLeases(clientVersion)) return kept;
    return andThen(store.findDeploymentConcurrency(run.deployment_id), (deployment): Answer => {
      if (deployment === undefined || deployment.limit === null) return kept;
      const seconds = graceSeconds(deployment, context);
      return andThen(store.renewLease({ id: leaseId, seconds }), (renewed) => (renewed ? kept : retakeSlotOf(deployment, context)));
    });
  },
});

const retakeSlotOf = (deployment: DeploymentConcurrency, context: RuleContext<FlowRun>): Answer => {
  const holder = { type: "flow_run", id: context.run.id } as const;
  const request = { limit_ids: limitIds(deployment), seconds: graceSeconds(deployment, context), holder };
  return andThen(context.store.tryTakeSlots(request), (leaseId) => {
    if (leaseId !== undefined) return holdingLease(leaseId, context);
    const message = "Deployment concurrency slot lost during provisioning - no slots available to continue execution";
    return reject<FlowRun>(makeState("CANCELLED", { message }), "Deployment concurrency limit reached after lease expiry.");
  });
};

/** Old clients never renew: their lease is ended, so that nobody takes the slot away from a living run. */
export const endLeaseOfOldClients = defineFlowRunRule({
  name: "end-lease-of-old-clients",
  from: ["PENDING"],
  to: ["RUNNING", "CANCELLING"],
  decide({ initial, clientVersion }) {
    const lease_id = initial.state_details.deployment_concurrency_lease_id;
    if (lease_id === null || renewsLeases(clientVersion)) return undefined;
    return accept({ effects: [{ kind: "revoke-lease", lease_id }] });
  },
});

/** A run that nobody started in time, of a deployment that turns away what it cannot run, is turned away. */
export const turnAwayLateRuns = defineFlowRunRule({
  name: "turn-away-late-runs",
  from: ["SCHEDULED"],
  to: ["SCHEDULED"],
  decide({ run, proposed, store }) {
    if (proposed.name !== "Late" || run.deployment_id === null) return undefined;
    return andThen(store.findDeploymentConcurrency(run.deployment_id), (deployment) => {
      const limit = deployment?.limit ?? null;
      if (deployment?.collision_strategy !== "CANCEL_NEW" || limit === null || limit.active_slots < limit.limit) return undefined;
      const reason = "Deployment concurrency limit is full and uses the CANCEL_NEW strategy.";
      return reject<FlowRun>(makeState("CANCELLED", { message: limitReached }), reason);
    });
  },
});

/** Whoever stops holding a slot gives it back. A run retried in its own process goes on holding it. */
export const releaseDeploymentSlot = defineFlowRunRule({
  name: "release-deployment-slot",
  from: holdingSlot,
  to: everyState,
  always: true,
  after({ run, initial, state, replaced }) {
    const retriedInProcess = replaced && state.type === "SCHEDULED" && state.name === "AwaitingRetry";
    if (run.deployment_id === null || holdingSlot.includes(state.type) || retriedInProcess) return [];
    const lease_id = initial?.state_details.deployment_concurrency_lease_id ?? null;
    return [{ kind: "release-deployment-slot", deployment_id: run.deployment_id, lease_id }];
  },
});
