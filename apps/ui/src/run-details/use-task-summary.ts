import type { FlowRunTaskSummary, StateType, TaskSummary } from "@millrace/contract";
import { useAnswer } from "../api/use-call.ts";
import { withFallback } from "../api/with-fallback.ts";

export interface TaskTotals {
  readonly total: number;
  readonly states: readonly { readonly type: StateType; readonly count: number }[];
  /** By task; undefined where the server does not sum them up. */
  readonly tasks: readonly TaskSummary[] | undefined;
}

const totalsOf = ({ total, tasks }: FlowRunTaskSummary): TaskTotals => {
  const counts = Map.groupBy(
    tasks.flatMap(({ states }) => states),
    ({ state_type }) => state_type,
  );
  const states = [...counts].map(([type, list]) => ({ type, count: list.reduce((sum, { count }) => sum + count, 0) }));
  return { total, states, tasks };
};

/** The task runs of a flow run, counted; kept as `ui`, which events of task runs touch. */
export const useTaskSummary = (flowRunId: string): TaskTotals | undefined =>
  useAnswer<TaskTotals>({
    noun: "ui",
    name: "task-summary",
    input: { flowRunId },
    ask: (api, signal) =>
      withFallback(
        { api, flag: "ui-task-summary" },
        async () => totalsOf(await api.uiRuns.summarizeTasks({ id: flowRunId }, { signal })),
        async () => {
          const counts = await api.ui.countTaskRunsByState(
            { body: { task_runs: { flow_run_id: { any_: [flowRunId] }, subflow_runs: { exists_: false } } } },
            { signal },
          );
          const states = Object.entries(counts).map(([type, count]) => ({ type: type as StateType, count }));
          return {
            total: states.reduce((sum, { count }) => sum + count, 0),
            states: states.filter(({ count }) => count > 0),
            tasks: undefined,
          };
        },
      ),
  }).data;
