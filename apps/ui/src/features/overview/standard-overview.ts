import type { BriefFlowRun, FlowRun, Overview, RunBucket, RunHistory, StateCount, StuckRun } from "@millrace/contract";
import type { Api } from "../../api/api.ts";
import { historyOf, toBucket } from "../../components/charts/read-history.ts";
import { listPoolFigures, type PoolFigures } from "../../components/work-pool/pool-figures.ts";
import { type FailedRun, groupFailures } from "./failure-groups.ts";
import { filterOf, type Scope } from "./scope.ts";

/** The overview, wherever it comes from: some servers do not sum up pools. */
export interface OverviewData extends Omit<Overview, "work_pools"> {
  readonly work_pools: readonly PoolFigures[];
}

interface Asked {
  readonly scope: Scope;
  readonly start: string;
  readonly end: string;
}

const most = 200;
const mostShown = 10;
/** Milliseconds a run may take for what takes seconds as a rule. */
const patience = 600_000;

/** Counts of the same state added up. */
export const sumStates = (counts: readonly StateCount[]): { readonly total: number; readonly states: StateCount[] } => {
  const groups = Map.groupBy(counts, ({ state_type, state_name }) => `${state_type} ${state_name}`);
  const states = [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ ...first, count: group.reduce((sum, { count }) => sum + count, 0) }];
  });
  return { total: states.reduce((sum, { count }) => sum + count, 0), states };
};

const sumHistory = (history: readonly RunHistory[]) => {
  const buckets: RunBucket[] = history.map(toBucket);
  return { ...sumStates(buckets.flatMap(({ states }) => states)), buckets };
};

interface Names {
  readonly flows: ReadonlyMap<string, string>;
  readonly deployments: ReadonlyMap<string, string>;
}

const toBrief = (run: FlowRun, { flows, deployments }: Names): BriefFlowRun => ({
  id: run.id,
  name: run.name,
  flow_id: run.flow_id,
  flow_name: flows.get(run.flow_id) ?? "",
  deployment_id: run.deployment_id,
  deployment_name: run.deployment_id === null ? null : (deployments.get(run.deployment_id) ?? null),
  state_type: run.state_type,
  state_name: run.state_name,
  state_timestamp: run.state?.timestamp ?? null,
  expected_start_time: run.expected_start_time,
  next_scheduled_start_time: run.next_scheduled_start_time,
  start_time: run.start_time,
  end_time: run.end_time,
});

const listNames = async (api: Api, runs: readonly FlowRun[], signal: AbortSignal): Promise<Names> => {
  const flowIds = [...new Set(runs.map(({ flow_id }) => flow_id))].slice(0, most);
  const deploymentIds = [...new Set(runs.flatMap(({ deployment_id }) => deployment_id ?? []))].slice(0, most);
  const [flows, deployments] = await Promise.all([
    flowIds.length === 0 ? [] : api.flows.list({ body: { flows: { id: { any_: flowIds } } } }, { signal }),
    deploymentIds.length === 0 ? [] : api.deployments.list({ body: { deployments: { id: { any_: deploymentIds } } } }, { signal }),
  ]);
  return {
    flows: new Map(flows.map(({ id, name }) => [id, name])),
    deployments: new Map(deployments.map(({ id, name }) => [id, name])),
  };
};

/** The runs that the parts of the overview are about. */
const listRuns = async (api: Api, { scope, start, end }: Asked, signal: AbortSignal) => {
  const filter = filterOf(scope);
  const list = (flow_runs: object, others: object) =>
    api.flowRuns.list({ body: { ...others, flow_runs: { ...filter, ...flow_runs } } }, { signal });
  const late = { state: { name: { any_: ["Late"] } } };
  const [failed, lateRuns, lateCount, waiting, next] = await Promise.all([
    list(
      { state: { type: { any_: ["FAILED", "CRASHED"] } }, end_time: { after_: start, before_: end } },
      { sort: "END_TIME_DESC", limit: most },
    ),
    list(late, { sort: "NEXT_SCHEDULED_START_TIME_ASC", limit: mostShown }),
    api.flowRuns.count({ body: { flow_runs: { ...filter, ...late } } }, { signal }),
    list({ state: { type: { any_: ["PENDING", "CANCELLING"] } } }, { sort: "EXPECTED_START_TIME_ASC", limit: most }),
    list(
      { state: { type: { any_: ["SCHEDULED"] } }, next_scheduled_start_time: { after_: new Date().toISOString() } },
      { sort: "NEXT_SCHEDULED_START_TIME_ASC", limit: mostShown },
    ),
  ]);
  const stuck = waiting.filter(({ state }) => state !== null && Date.now() - Date.parse(state.timestamp) > patience);
  return { failed, late: lateRuns, lateCount, stuck, next };
};

const toStuck = (run: BriefFlowRun): StuckRun[] =>
  run.state_timestamp === null
    ? []
    : [{ ...run, reason: run.state_type === "PENDING" ? "pending" : "cancelling", since: run.state_timestamp }];

/** The overview in the protocol's own words: twelve requests, however much there is. */
export const getStandardOverview = async (api: Api, asked: Asked, signal: AbortSignal): Promise<OverviewData> => {
  const { scope, start, end } = asked;
  const history = { ...historyOf({ start, end }), flow_runs: filterOf(scope) };
  const [flowHistory, taskHistory, runs, pools] = await Promise.all([
    api.flowRuns.getHistory({ body: history }, { signal }),
    api.taskRuns.getHistory({ body: history }, { signal }),
    listRuns(api, asked, signal),
    api.workPools.list({ body: { limit: most } }, { signal }),
  ]);
  const [names, work_pools] = await Promise.all([
    listNames(api, [...runs.failed, ...runs.late, ...runs.stuck, ...runs.next], signal),
    listPoolFigures(api, pools, signal),
  ]);
  const failed = runs.failed.map((run): FailedRun => ({ run: toBrief(run, names), message: run.state?.message ?? null }));
  return {
    start,
    end,
    bucket_seconds: history.history_interval_seconds,
    flow_runs: sumHistory(flowHistory),
    task_runs: sumHistory(taskHistory),
    failures: { groups: [...groupFailures(failed)], examined: failed.length, is_truncated: failed.length === most },
    late: { count: runs.lateCount, runs: runs.late.map((run) => toBrief(run, names)) },
    stuck: { count: runs.stuck.length, runs: runs.stuck.slice(0, mostShown).flatMap((run) => toStuck(toBrief(run, names))) },
    work_pools,
    next_runs: runs.next.map((run) => toBrief(run, names)),
  };
};
