/** Rules about runs that are being cancelled. */
import type { StateType } from "@millrace/contract";
import { makeState } from "../drafts.ts";
import { defineFlowRunRule, everyState, except, reject } from "../rule.ts";
import { type FlowRun, isMadeByServer } from "../run.ts";

const onlyCancelled = "Cannot transition flows that are cancelling to a state other than Cancelled.";

/** States that the process of a run proposes before it has begun. */
const beginning: readonly StateType[] = ["PENDING", "RUNNING"];

/**
 * Who cancels a run may rely on it: nothing but Cancelled follows. A run that asks to begin is stopped by the refusal itself;
 * that ends the cancelling of runs that the server makes and stops on its own account, which else would last until a timeout.
 */
export const finishCancelling = defineFlowRunRule({
  name: "finish-cancelling",
  from: ["CANCELLING"],
  to: except(everyState, "CANCELLED"),
  decide({ run, initial, proposed }) {
    const hasBegun = run.start_time !== null || !beginning.includes(proposed.type);
    return reject<FlowRun>(hasBegun || !isMadeByServer(run) ? null : makeState("CANCELLED", { message: initial.message }), onlyCancelled);
  },
});

/** Cancelling means stopping a process. A run that has none is cancelled at once. */
export const cancelAtOnceWithoutProcess = defineFlowRunRule({
  name: "cancel-at-once-without-process",
  from: ["SCHEDULED", "PAUSED"],
  to: ["CANCELLING"],
  decide({ run, initial }) {
    // The process that suspended itself is gone, although the run may still carry its id.
    const waits = initial.name === "Resuming" || (initial.type === "SCHEDULED" && !run.infrastructure_pid);
    if (waits) return reject(makeState("CANCELLED"), "Scheduled flow run has no infrastructure to terminate.");
    const suspended = initial.type === "PAUSED" && initial.state_details.pause_reschedule;
    return suspended ? reject(makeState("CANCELLED"), "Suspended flow run has no infrastructure to terminate.") : undefined;
  },
});
