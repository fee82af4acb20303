import type { Artifact, FlowRun, Log, State } from "@millrace/contract";
import type { Api } from "../../api/api.ts";
import { useAnswer } from "../../api/use-call.ts";
import { withFallback } from "../../api/with-fallback.ts";
import { type ComparedMessage, compareMessages } from "./compare-messages.ts";
import { type ComparedStep, compareStates } from "./compare-states.ts";
import { type ComparedTask, compareTasks, type TaskTime } from "./compare-tasks.ts";

/** What differs between runs besides the runs themselves. */
export interface Comparison {
  readonly runs: readonly FlowRun[];
  readonly tasks: readonly ComparedTask[];
  /** Not all task runs were looked at: a server that does not sum them up lists the first ones. */
  readonly areTasksCut: boolean;
  readonly steps: readonly ComparedStep[];
  readonly messages: readonly ComparedMessage[];
  readonly areMessagesCut: boolean;
  /** By key, in each run. */
  readonly artifacts: readonly { readonly key: string; readonly versions: readonly (Artifact | undefined)[] }[];
}

const most = 200;
const error = 40;

interface RunTasks {
  readonly tasks: readonly TaskTime[];
  readonly isCut: boolean;
}

const countFailed = (counts: readonly { readonly state_type: string; readonly count: number }[]): number =>
  counts.reduce((sum, { state_type, count }) => sum + (state_type === "FAILED" || state_type === "CRASHED" ? count : 0), 0);

const listTasks = (api: Api, id: string, signal: AbortSignal): Promise<RunTasks> =>
  withFallback<RunTasks>(
    { api, flag: "ui-task-summary" },
    async () => {
      const { tasks } = await api.uiRuns.summarizeTasks({ id }, { signal });
      return {
        tasks: tasks.map(({ name, count, total_run_time, states }) => ({
          name,
          count,
          total: total_run_time,
          failed: countFailed(states),
        })),
        isCut: false,
      };
    },
    async () => {
      const found = await api.taskRuns.list(
        { body: { task_runs: { flow_run_id: { any_: [id] }, subflow_runs: { exists_: false } }, limit: most } },
        { signal },
      );
      const groups = Map.groupBy(found, ({ name }) => name.replace(/-[^-]*$/, ""));
      const tasks = [...groups].map(([name, same]) => ({
        name,
        count: same.length,
        total: same.reduce((sum, { total_run_time }) => sum + total_run_time, 0),
        failed: same.filter(({ state_type }) => state_type === "FAILED" || state_type === "CRASHED").length,
      }));
      return { tasks, isCut: found.length === most };
    },
  );

const byKey = (artifacts: readonly Artifact[], ids: readonly string[]): Comparison["artifacts"] => {
  const keyed = artifacts.flatMap((artifact) => (artifact.key === null ? [] : [{ ...artifact, key: artifact.key }]));
  // The newest come first; what a run wrote last under a key counts.
  return [...Map.groupBy(keyed, ({ key }) => key)].map(([key, same]) => ({
    key,
    versions: ids.map((id) => same.find(({ flow_run_id }) => flow_run_id === id)),
  }));
};

const compare = async (api: Api, ids: readonly string[], signal: AbortSignal): Promise<Comparison> => {
  const each = <T>(ask: (id: string) => Promise<T>): Promise<T[]> => Promise.all(ids.map(ask));
  const [found, tasks, states, logs, artifacts]: [FlowRun[], RunTasks[], (readonly State[])[], Log[], Artifact[]] = await Promise.all([
    each((id) => api.flowRuns.get({ id }, { signal })),
    each((id) => listTasks(api, id, signal)),
    each((id) => api.flowRunStates.list({ query: { flow_run_id: id } }, { signal })),
    api.logs
      .list({ body: { logs: { flow_run_id: { any_: ids }, level: { ge_: error } }, limit: most } }, { signal })
      .then((list) => [...list]),
    api.artifacts
      .list(
        { body: { artifacts: { flow_run_id: { any_: ids }, type: { not_any_: ["result"] } }, sort: "CREATED_DESC", limit: most } },
        { signal },
      )
      .then((list) => [...list]),
  ]);
  return {
    runs: found,
    tasks: compareTasks(tasks.map((run) => run.tasks)),
    areTasksCut: tasks.some(({ isCut }) => isCut),
    steps: compareStates(states),
    messages: compareMessages(logs, ids),
    areMessagesCut: logs.length === most,
    artifacts: byKey(artifacts, ids),
  };
};

/** Runs side by side: three requests for each, and two for all. */
export const useComparison = (ids: readonly string[]) =>
  useAnswer<Comparison>(
    { noun: "flowRuns", name: "comparison", input: { ids }, ask: (api, signal) => compare(api, ids, signal) },
    { enabled: ids.length > 1, poll: 60 },
  );
