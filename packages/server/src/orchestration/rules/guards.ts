/** Rules that keep a run from going where it must not. */
import { isTerminal, type State, terminalStateTypes } from "@millrace/contract";
import { hasStoredResult, type StateDraft } from "../drafts.ts";
import { abort, accept, defineFlowRunRule, defineRule, everyState, reject, unreachableOnceEnded } from "../rule.ts";
import { newAttempt, withPolicy } from "../run.ts";
import { speaksApi } from "../versions.ts";

/** A client that did not hear the answer asks again; the repeated request is answered with the state it led to. */
export const refuseDuplicateTransitions = defineFlowRunRule({
  name: "refuse-duplicate-transitions",
  from: everyState,
  to: everyState,
  decide({ initial, proposed }) {
    const id = proposed.state_details.transition_id;
    if (id === null || id !== initial.state_details.transition_id) return undefined;
    return reject(null, "This run has already made this state transition.");
  },
});

const dropsResult = (initial: State, proposed: StateDraft): boolean =>
  initial.type === "COMPLETED" && proposed.type === "COMPLETED" && hasStoredResult(initial.data) && !hasStoredResult(proposed.data);

const resultWouldBeLost = reject(null, "Cannot overwrite a COMPLETED state that carries persisted result data with one that does not.");

/** A stored result is not forgotten, not even by force (server.md §3.3). */
export const keepStoredResults = defineFlowRunRule({
  name: "keep-stored-results",
  from: terminalStateTypes,
  to: terminalStateTypes,
  decide: ({ initial, proposed }) => (dropsResult(initial, proposed) ? resultWouldBeLost : undefined),
});

const cannotPend = ({ type }: State): string => `This run is in a ${type} state and cannot transition to a PENDING state.`;

/** A finished flow run stays finished, unless it is run again from the start (server.md §3.1.1). */
export const guardFinishedFlowRuns = defineFlowRunRule({
  name: "guard-finished-flow-runs",
  from: terminalStateTypes,
  to: everyState,
  decide({ run, initial, proposed, apiVersion }) {
    if (unreachableOnceEnded.includes(proposed.type)) return abort(`Run is already in terminal state ${initial.type}.`);
    const runsAgain = !isTerminal(proposed.type);
    if (runsAgain && initial.type === "COMPLETED" && hasStoredResult(initial.data)) return reject(null, "Run is already COMPLETED.");
    if (dropsResult(initial, proposed)) return resultWouldBeLost;
    if (proposed.type === "SCHEDULED" && run.deployment_id === null) {
      return abort("Cannot reschedule a run without an associated deployment.");
    }
    // A worker may have heard of the run before another one carried it out. Who wants it again schedules it.
    if (proposed.type === "PENDING" && run.deployment_id !== null) return abort(cannotPend(initial));
    if (!runsAgain || !speaksApi(apiVersion, [0, 8, 4])) return undefined;
    const retry_type = proposed.type === "SCHEDULED" ? "reschedule" : null;
    return accept({ changes: withPolicy(run, { ...newAttempt, retry_type }) });
  },
});

/** Of two workers that want to submit the same run, one wins. Named steps within PENDING are the winner's progress. */
export const refuseSecondSubmission = defineRule({
  name: "refuse-second-submission",
  from: ["PENDING", "CANCELLING", "RUNNING", "CANCELLED"],
  to: ["PENDING"],
  decide({ initial, proposed }) {
    const isProgress = initial.type === "PENDING" && proposed.name !== initial.name && proposed.name !== "Pending";
    if (!isProgress) return abort(cannotPend(initial));
    const { scheduled_time, deployment_concurrency_lease_id } = initial.state_details;
    return accept({ details: { scheduled_time, deployment_concurrency_lease_id } });
  },
});
