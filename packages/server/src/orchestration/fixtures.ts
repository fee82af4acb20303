/** Runs, states and stores for the tests of the rules. */
import { noDetails, type State, type StateCreate, type StateDetails, type StateType } from "@millrace/contract";
import { defaultName } from "./drafts.ts";
import { type Outcome, orchestrate } from "./orchestrate.ts";
import { definePolicy, type Policy } from "./policy.ts";
import type { Rule, RuleSettings } from "./rule.ts";
import { noLimits, type RuleStore } from "./rule-store.ts";
import type { FlowRun, Run, RunColumns, TaskRun } from "./run.ts";
import { flowRuns, type RunKind, taskRuns } from "./transforms.ts";

export const now = "2030-01-01T12:00:00Z";
export const earlier = "2030-01-01T11:00:00Z";
export const later = "2030-01-01T13:00:00Z";

const columns: RunColumns = {
  id: "run",
  state_id: null,
  state_type: null,
  state_name: null,
  state_timestamp: null,
  run_count: 0,
  expected_start_time: null,
  next_scheduled_start_time: null,
  start_time: null,
  end_time: null,
  total_run_time: 0,
  empirical_policy: { retries: null, retry_delay: null, pause_keys: [], resuming: false, retry_type: null },
};

export const aFlowRun = (given: Partial<FlowRun> = {}): FlowRun => ({
  ...columns,
  deployment_id: null,
  parent_task_run_id: null,
  infrastructure_pid: null,
  created_by: null,
  ...given,
});

export const aTaskRun = (given: Partial<TaskRun> = {}): TaskRun => ({
  ...columns,
  flow_run_id: null,
  flow_run_run_count: 0,
  task_key: "task",
  tags: [],
  ...given,
});

/** A state in a few words: its type, or its type with whatever else matters. */
export type StateLike = StateType | (Partial<Omit<StateCreate, "state_details">> & { type: StateType; details?: Partial<StateDetails> });

const described = (like: StateLike): Exclude<StateLike, StateType> => (typeof like === "string" ? { type: like } : like);

export const aProposal = (like: StateLike): StateCreate => {
  const { details, ...rest } = described(like);
  return { name: null, message: null, data: null, ...rest, state_details: { ...noDetails, ...details } };
};

/** The state a run has been in since `earlier`. */
export const aState = (like: StateLike, timestamp = earlier): State => {
  const proposal = aProposal(like);
  return { ...proposal, name: proposal.name ?? defaultName(proposal.type), id: "initial-state", timestamp };
};

export const aStore = (answers: Partial<RuleStore> = {}): RuleStore => ({
  ...noLimits,
  findScheduleStanding: () => undefined,
  findFlowRun: () => undefined,
  findCachedState: () => undefined,
  ...answers,
});

/** A store whose answers all have to be waited for. */
export const eventually = ({ ...store }: RuleStore): RuleStore => ({
  findDeploymentConcurrency: async (id) => store.findDeploymentConcurrency(id),
  listTagLimits: async (tags) => store.listTagLimits(tags),
  tryTakeSlots: async (request) => store.tryTakeSlots(request),
  renewLease: async (lease) => store.renewLease(lease),
  releaseLease: async (id) => store.releaseLease(id),
  findScheduleStanding: async (run, time) => store.findScheduleStanding(run, time),
  findFlowRun: async (id) => store.findFlowRun(id),
  findCachedState: async (key, time) => store.findCachedState(key, time),
});

export interface Given<R extends Run = Run> {
  readonly from: StateLike | null;
  readonly to: StateLike;
  readonly run?: Partial<R>;
  readonly store?: Partial<RuleStore>;
  readonly settings?: RuleSettings;
  readonly clientVersion?: string | null;
  readonly apiVersion?: string | null;
}

/** What becomes of a transition under a policy, everything random being predictable: new ids are id-1, id-2 and so on. */
export const propose = <R extends Run>(policy: Policy<R>, run: R, given: Given<R>) => {
  let ids = 0;
  return orchestrate({
    policy,
    run,
    initial: given.from === null ? null : aState(given.from),
    proposed: aProposal(given.to),
    store: aStore(given.store),
    now,
    newId: () => `id-${++ids}`,
    random: () => 0.5,
    clientVersion: given.clientVersion ?? null,
    apiVersion: given.apiVersion ?? null,
    ...(given.settings === undefined ? {} : { settings: given.settings }),
  });
};

/** What becomes of a flow run's transition when one rule alone decides. */
export const underFlowRunRule = async (rule: Rule<FlowRun>, given: Given<FlowRun>): Promise<Outcome<FlowRun>> =>
  propose(definePolicy(flowRuns, [rule]), aFlowRun(given.run), given);

/** What becomes of a task run's transition when one rule alone decides. */
export const underTaskRunRule = async (rule: Rule<TaskRun>, given: Given<TaskRun>): Promise<Outcome<TaskRun>> =>
  propose(definePolicy(taskRuns, [rule]), aTaskRun(given.run), given);

/** A kind of run without bookkeeping, to see only what the rules do. */
export const plainRuns: RunKind<FlowRun> = { transforms: [], ownIds: () => ({}), timestamp: (_initial, time) => time };

/** The outcome in a line: what was said, and the state that is kept. */
export const summary = ({ status, details, state }: Outcome): string =>
  [status, ...(state === null ? [] : [`${state.type} ${state.name}`]), ...(details.reason == null ? [] : [details.reason])].join(" | ");
