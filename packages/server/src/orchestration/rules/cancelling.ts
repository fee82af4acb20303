/** Rules about runs that are being cancelled. */
import { makeState } from "../drafts.ts";
import { defineFlowRunRule, everyState, except, reject } from "../rule.ts";

/** Who cancels a run may rely on it: nothing but Cancelled follows. */
export const finishCancelling = defineFlowRunRule({
  name: "finish-cancelling",
  from: ["CANCELLING"],
  to: except(everyState, "CANCELLED"),
  decide: () => reject(null, "Cannot transition flows that are cancelling to a state other than Cancelled."),
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
