import type { FlowRun, OrchestrationResult, StateCreateInput, StateDetails } from "@millrace/contract";
import type { Api } from "../../api/api.ts";
import type { Noun } from "../../api/keys.ts";
import { type EndType, endTypes, hasEnded, mustBeAccepted } from "../../run-details/run-state.ts";

/** What a changed run may show in. */
export const touchedByRun: readonly Noun[] = ["flowRuns", "flowRunStates", "taskRuns", "ui", "uiOverview", "waiting"];

/** Runs that may still be stopped. */
const active = ["SCHEDULED", "PENDING", "RUNNING", "PAUSED"] as const;
/** What one call changes at most. */
const bulkLimit = 50;

/** Whether the process of a run that failed is still there, and waits to try again. */
export const waitsInProcess = ({ state_type, empirical_policy }: FlowRun): boolean =>
  state_type === "SCHEDULED" && empirical_policy.retry_type === "in_process";

const isAhead = (moment: string | null): boolean => moment !== null && Date.parse(moment) > Date.now();

/** What can be done to a run as it is. */
export const possibleDeeds = (run: FlowRun) => {
  const { state_type, deployment_id, parent_task_run_id, next_scheduled_start_time } = run;
  const isRunning = state_type === "RUNNING";
  return {
    cancel: active.some((type) => type === state_type),
    pause: isRunning,
    // The server suspends neither subflows nor what it could not start again.
    suspend: isRunning && deployment_id !== null && parent_task_run_id === null,
    resume: state_type === "PAUSED",
    retry: hasEnded(state_type) && deployment_id !== null,
    copy: deployment_id !== null,
    // A process that waits by itself to try again hears of nothing until its time has come; others are started by a worker.
    startNow: state_type === "SCHEDULED" && deployment_id !== null && !waitsInProcess(run) && isAhead(next_scheduled_start_time),
  };
};

const details = (given: Partial<StateDetails>): Pick<StateCreateInput, "state_details"> => ({ state_details: given as StateDetails });

/** Stops the runs that a run called and that have not ended. Those that refuse are counted. */
const cancelChildren = async (api: Api, id: string): Promise<number> => {
  const flow_runs = { parent_flow_run_id: { any_: [id] }, state: { type: { any_: [...active] } } };
  const state = { type: "CANCELLING", name: "Cancelling" } as const;
  for (let round = 0, refusals = 0; ; round += 1) {
    const { results } = await api.flowRuns.bulkSetState({ body: { flow_runs, state, limit: bulkLimit } });
    refusals += results.filter(({ status, state: next }) => status !== "ACCEPT" && next?.type !== "CANCELLED").length;
    if (results.length < bulkLimit || round === 20 || refusals >= bulkLimit) return refusals;
  }
};

/** Asks a run to stop. Answers how many of its subflow runs refused to. */
export const cancelRun = async (
  api: Api,
  { id, withSubflows }: { readonly id: string; readonly withSubflows: boolean },
): Promise<number> => {
  const result = await api.flowRuns.setState({ id, body: { state: { type: "CANCELLING", name: "Cancelling" } } });
  mustBeAccepted(result, ["CANCELLING", "CANCELLED"]);
  return withSubflows ? cancelChildren(api, id) : 0;
};

interface Pause {
  readonly id: string;
  readonly isSuspended: boolean;
  /** Seconds until it fails unless somebody resumes it. */
  readonly timeout: number;
}

/** Lets a run wait: in its process, or giving the process up. */
export const pauseRun = async (api: Api, { id, isSuspended, timeout }: Pause): Promise<OrchestrationResult> => {
  const pause_timeout = new Date(Date.now() + timeout * 1000).toISOString();
  const state = {
    type: "PAUSED",
    name: isSuspended ? "Suspended" : "Paused",
    ...details({ pause_timeout, pause_reschedule: isSuspended }),
  } as const;
  return mustBeAccepted(await api.flowRuns.setState({ id, body: { state } }), ["PAUSED"]);
};

/** Lets a run that has ended start again, as another attempt. */
export const retryRun = async (
  api: Api,
  { id, message }: { readonly id: string; readonly message: string | null },
): Promise<OrchestrationResult> => {
  const scheduled_time = new Date().toISOString();
  const state = {
    type: "SCHEDULED",
    name: "AwaitingRetry",
    message: message ?? "Retried by hand.",
    ...details({ scheduled_time }),
  } as const;
  return mustBeAccepted(await api.flowRuns.setState({ id, body: { state } }), ["SCHEDULED"]);
};

/** Lets a run that waits for its time, or to be tried again, start as soon as a worker takes it. */
export const startRunNow = async (api: Api, { id, state_name }: Pick<FlowRun, "id" | "state_name">): Promise<OrchestrationResult> => {
  const scheduled_time = new Date().toISOString();
  const state = { type: "SCHEDULED", name: state_name, message: "Started by hand.", ...details({ scheduled_time }) } as const;
  return mustBeAccepted(await api.flowRuns.setState({ id, body: { state } }), ["SCHEDULED"]);
};

/** Notes how a run ended, past the rules, which keep ended runs as they are. */
export const changeRunState = async (
  api: Api,
  { id, type, message }: { readonly id: string; readonly type: EndType; readonly message: string | null },
): Promise<OrchestrationResult> =>
  mustBeAccepted(await api.flowRuns.setState({ id, body: { state: { type, message }, force: true } }), endTypes);
