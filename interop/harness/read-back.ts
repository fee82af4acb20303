import type { Api, Row } from "./api.ts";
import type { EventTape, TapedEvent } from "./event-tape.ts";

export interface StateRow extends Row {
  readonly type: string;
  readonly name: string;
  readonly message: string | null;
}

export interface TaskRunBack {
  readonly run: Row & { readonly id: string; readonly name: string; readonly task_key: string; readonly run_count: number };
  readonly states: readonly StateRow[];
}

/** All that a server tells about one flow run. */
export interface FlowRunBack {
  readonly flow: string;
  readonly run: Row & { readonly id: string; readonly name: string; readonly run_count: number };
  readonly states: readonly StateRow[];
  readonly tasks: readonly TaskRunBack[];
  readonly logs: readonly Row[];
  readonly graph: Row;
  readonly events: readonly TapedEvent[];
}

const readTask = async (api: Api, run: TaskRunBack["run"]): Promise<TaskRunBack> => ({
  run,
  states: await api.get(`/task_run_states/?task_run_id=${run.id}`),
});

const readRun = async (api: Api, tape: EventTape, { flow, run }: Pick<FlowRunBack, "flow" | "run">): Promise<FlowRunBack> => {
  const only = { flow_runs: { id: { any_: [run.id] } } };
  const tasks = await api.post<readonly TaskRunBack["run"][]>("/task_runs/filter", { ...only, sort: "EXPECTED_START_TIME_ASC" });
  const logs = await api.post("/logs/filter", { logs: { flow_run_id: { any_: [run.id] } }, sort: "TIMESTAMP_ASC" });
  return {
    flow,
    run,
    states: await api.get(`/flow_run_states/?flow_run_id=${run.id}`),
    tasks: await Promise.all(tasks.map((task) => readTask(api, task))),
    logs,
    graph: await api.get(`/flow_runs/${run.id}/graph-v2`),
    events: tape.about([run.id, ...tasks.map(({ id }) => id)]),
  };
};

/** Reads back every run of the flows whose names start with `prefix`, in the order of their flows' names, then of their creation. */
export const readBack = async (api: Api, tape: EventTape, prefix: string): Promise<readonly FlowRunBack[]> => {
  const flows = await api.post<readonly { readonly id: string; readonly name: string }[]>("/flows/filter", { sort: "NAME_ASC" });
  const wanted = flows.filter(({ name }) => name.startsWith(prefix));
  const runs = await Promise.all(
    wanted.map(async ({ id, name }) => {
      const found = await api.post<readonly FlowRunBack["run"][]>("/flow_runs/filter", { flows: { id: { any_: [id] } } });
      const inOrder = [...found].sort((one, other) => String(one.created).localeCompare(String(other.created)));
      return Promise.all(inOrder.map((run) => readRun(api, tape, { flow: name, run })));
    }),
  );
  return runs.flat();
};
