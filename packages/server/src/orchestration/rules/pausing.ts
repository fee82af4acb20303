/** Rules about flow runs that pause, keeping their process, or suspend, giving it up (server.md §3.1.3). */
import { compareInstants, isTerminal } from "@millrace/contract";
import { makeState, type StateDraft } from "../drafts.ts";
import { abort, accept, anyOrigin, defineFlowRunRule, everyState, reject } from "../rule.ts";
import { newAttempt, pauseKeysOf, withPolicy } from "../run.ts";
import { speaksApi } from "../versions.ts";

const verbOf = ({ name }: StateDraft): string => (name === "Suspended" ? "suspend" : "pause");

/** Only a running flow pauses. Run again, it passes the pauses it has already taken, known by their keys. */
export const pauseOnce = defineFlowRunRule({
  name: "pause-once",
  from: anyOrigin,
  to: ["PAUSED"],
  decide({ run, initial, proposed, newId }) {
    const verb = verbOf(proposed);
    if (initial === null) return abort(`Cannot ${verb} flows with no state.`);
    if (initial.type !== "RUNNING") return reject(null, `Cannot ${verb} flows that are not currently running.`);
    const taken = pauseKeysOf(run);
    const key = proposed.state_details.pause_key ?? newId();
    if (taken.includes(key)) return reject(null, `This ${verb} has already fired.`);
    if (proposed.state_details.pause_reschedule) {
      if (run.parent_task_run_id !== null) return abort(`Cannot ${verb} subflows.`);
      if (run.deployment_id === null) return abort(`Cannot ${verb} flows without a deployment.`);
    }
    // An earlier attempt may have asked under the same keys: its answer is none to this question, and its question is in the way.
    const keys = Object.values(proposed.state_details.run_input_keyset ?? {});
    return accept({
      changes: withPolicy(run, { pause_keys: [...taken, key] }),
      effects: keys.length === 0 ? [] : [{ kind: "delete-inputs", flow_run_id: run.id, keys, before: initial.timestamp }],
    });
  },
});

/**
 * A paused run goes on, starts again or ends, in time; it is cancelled at any. Going on is part of the attempt that paused, so it is
 * marked as such. A run whose process is gone, although it was to keep it, begins a new attempt, which takes all its pauses again.
 */
export const resumeInTime = defineFlowRunRule({
  name: "resume-in-time",
  from: ["PAUSED"],
  to: everyState,
  decide({ run, initial, proposed, now, apiVersion }) {
    // Its process waits and has to be told to stop, which Prefect's servers let it be from 3.8.8 on.
    if (proposed.type === "CANCELLING") return undefined;
    const ends = isTerminal(proposed.type);
    if (!ends && proposed.type !== "RUNNING" && proposed.type !== "SCHEDULED") {
      return reject(null, `This run cannot transition to the StateType.${proposed.type} state from the StateType.${initial.type} state.`);
    }
    const { pause_reschedule, pause_timeout } = initial.state_details;
    const intention = proposed.name.toLowerCase();
    if (pause_reschedule && run.deployment_id === null) {
      return reject(null, `Cannot reschedule a ${intention} flow run without a deployment.`);
    }
    if (pause_timeout !== null && compareInstants(pause_timeout, now) < 0) {
      return reject(
        makeState("FAILED", { message: `The flow was ${intention} and never resumed.` }),
        `The flow run ${verbOf(proposed)} has timed out and can no longer resume.`,
      );
    }
    if (ends) return undefined;
    const beginsAnew = proposed.type === "SCHEDULED" && !pause_reschedule && speaksApi(apiVersion, [0, 8, 4]);
    return accept({ changes: withPolicy(run, beginsAnew ? { ...newAttempt, retry_type: "reschedule" } : { resuming: true }) });
  },
});
