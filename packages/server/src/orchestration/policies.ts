/**
 * What may stop a run: the rules in the order they are asked (server.md §3). The state-change event is no rule; the operation
 * that stores a flow run's state appends it.
 */
import { definePolicy } from "./policy.ts";
import { keepInCache, takeCachedState } from "./rules/caching.ts";
import { cancelAtOnceWithoutProcess, finishCancelling } from "./rules/cancelling.ts";
import {
  confirmDeploymentSlot,
  endLeaseOfOldClients,
  keepLease,
  releaseDeploymentSlot,
  takeDeploymentSlot,
  turnAwayLateRuns,
} from "./rules/deployment-concurrency.ts";
import { guardFinishedFlowRuns, keepStoredResults, refuseDuplicateTransitions, refuseSecondSubmission } from "./rules/guards.ts";
import { pauseOnce, resumeInTime } from "./rules/pausing.ts";
import { nameReruns, retryFailedFlows, retryFailedTasks } from "./rules/retries.ts";
import { followSchedulePolicy } from "./rules/schedule-policies.ts";
import { copyScheduledTime, copyTaskParametersId, markOnlyScheduledLate, waitForScheduledTime } from "./rules/scheduling.ts";
import { releaseTagSlots, takeTagSlots } from "./rules/task-concurrency.ts";
import { enqueueDeferredTasks, guardFinishedTaskRuns, noteFlowAttempt, requireRunningFlow } from "./rules/task-runs.ts";
import { flowRuns, taskRuns } from "./transforms.ts";

/** What clients propose for a flow run. */
export const flowRunPolicy = definePolicy(flowRuns, [
  keepLease,
  refuseDuplicateTransitions,
  guardFinishedFlowRuns,
  finishCancelling,
  cancelAtOnceWithoutProcess,
  refuseSecondSubmission,
  followSchedulePolicy,
  confirmDeploymentSlot,
  takeDeploymentSlot,
  endLeaseOfOldClients,
  markOnlyScheduledLate,
  pauseOnce,
  resumeInTime,
  copyScheduledTime,
  waitForScheduledTime,
  retryFailedFlows,
  releaseDeploymentSlot,
]);

/** States forced on a flow run, its first state, and what services decide. Takes no slots, gives them back. */
export const minimalFlowRunPolicy = definePolicy(flowRuns, [keepStoredResults, cancelAtOnceWithoutProcess, releaseDeploymentSlot]);

/** Marking a flow run late. */
export const lateFlowRunPolicy = definePolicy(flowRuns, [markOnlyScheduledLate, turnAwayLateRuns]);

/** What clients propose for a task run over REST. */
export const taskRunPolicy = definePolicy(taskRuns, [
  takeCachedState,
  guardFinishedTaskRuns,
  requireRunningFlow,
  takeTagSlots,
  copyScheduledTime,
  waitForScheduledTime,
  retryFailedTasks,
  nameReruns,
  noteFlowAttempt,
  keepInCache,
  releaseTagSlots,
]);

/** Task runs whose client takes the slots itself. */
export const clientSideTaskRunPolicy = definePolicy(
  taskRuns,
  taskRunPolicy.rules.filter((rule) => rule !== takeTagSlots),
);

/** Deferred task runs, forced or not. */
export const backgroundTaskRunPolicy = definePolicy(taskRuns, [
  refuseSecondSubmission,
  takeCachedState,
  guardFinishedTaskRuns,
  copyScheduledTime,
  copyTaskParametersId,
  waitForScheduledTime,
  retryFailedTasks,
  nameReruns,
  noteFlowAttempt,
  keepInCache,
  releaseTagSlots,
  enqueueDeferredTasks,
]);

/** States forced on a task run. */
export const minimalTaskRunPolicy = definePolicy(taskRuns, [releaseTagSlots]);
