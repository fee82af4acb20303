/** Rules that try again what failed. */
import { addSeconds, type StateDetails } from "@millrace/contract";
import { makeState, type StateDraft } from "../drafts.ts";
import { jittered } from "../jitter.ts";
import { accept, defineFlowRunRule, defineTaskRunRule, everyState, type RuleContext, reject } from "../rule.ts";
import { newAttempt, retriesOf, retryDelayOf, retryJitterOf, withPolicy } from "../run.ts";
import { speaksApi } from "../versions.ts";

/** The failure as it is kept between two attempts: what it said, and when the next one is due. */
const awaitRetry = ({ proposed: { message, data } }: RuleContext, details: Partial<StateDetails>): StateDraft =>
  makeState("SCHEDULED", { name: "AwaitingRetry", message, data, details });

/**
 * A failed flow run is tried again in its own process, which waits for it: workers leave it alone, and it keeps its slot
 * of the deployment (server.md §3.1.4).
 */
export const retryFailedFlows = defineFlowRunRule({
  name: "retry-failed-flows",
  from: ["RUNNING"],
  to: ["FAILED"],
  decide(context) {
    const { run, initial, now, apiVersion } = context;
    const retries = retriesOf(run);
    if (retries === null || run.run_count > retries) {
      return run.empirical_policy.retry_type ? accept({ changes: withPolicy(run, { retry_type: null }) }) : undefined;
    }
    const scheduled_time = addSeconds(now, retryDelayOf(run));
    const { deployment_concurrency_lease_id } = initial.state_details;
    return reject(awaitRetry(context, { scheduled_time, deployment_concurrency_lease_id }), "Retrying", {
      changes: speaksApi(apiVersion, [0, 8, 4]) ? withPolicy(run, { ...newAttempt, retry_type: "in_process" }) : {},
      effects: speaksApi(apiVersion, [0, 8, 3]) ? [] : [{ kind: "retry-failed-task-runs", flow_run_id: run.id, scheduled_time }],
    });
  },
});

/** A failed task run is tried again unless its own condition says otherwise. */
export const retryFailedTasks = defineTaskRunRule({
  name: "retry-failed-tasks",
  from: ["RUNNING"],
  to: ["FAILED"],
  decide(context) {
    const { run, proposed, now, random } = context;
    const retries = retriesOf(run);
    if (proposed.state_details.retriable === false || retries === null || run.run_count > retries) return undefined;
    const delay = retryDelayOf(run);
    const spread = retryJitterOf(run);
    const scheduled_time = addSeconds(now, spread > 0 ? jittered(delay, random, spread) : delay);
    return reject(awaitRetry(context, { scheduled_time }), "Retrying");
  },
});

/** A task run that ran before says so by its name. */
export const nameReruns = defineTaskRunRule({
  name: "name-reruns",
  from: everyState,
  to: ["RUNNING"],
  decide({ run, initial }) {
    if (run.run_count === 0) return undefined;
    return accept({ name: initial.name === "AwaitingRetry" ? "Retrying" : "Rerunning" });
  },
});
