import { randomUUID } from "node:crypto";
import type { Client } from "@millrace/client";
import type { StateType } from "@millrace/contract";

/** A task run as somebody's process would report it; times in milliseconds since 1970. */
export interface ReportedRun {
  readonly name: string;
  readonly from: number;
  /** Undefined while it goes on. */
  readonly to?: number;
  readonly type?: StateType;
  /** Milliseconds it waited before. */
  readonly waited?: number;
  /** Ids of the task runs whose results it was given. */
  readonly after?: readonly string[];
}

interface Report extends ReportedRun {
  readonly id: string;
  readonly flowRunId: string;
  readonly at: number;
  readonly reached: StateType;
}

const print = (time: number): string => new Date(time).toISOString();
const stateOf = (type: StateType) => ({
  type,
  name: type.charAt(0) + type.slice(1).toLowerCase(),
  message: "",
  state_details: {},
  data: null,
});

/** What clients send when a task run reaches a state (sdk.md §25). */
const eventOf = ({ id, name, from, to, waited = 0, after = [], flowRunId, at, reached }: Report) => {
  const state = stateOf(reached);
  return {
    id: randomUUID(),
    occurred: print(at),
    event: `prefect.task-run.${state.name}`,
    resource: {
      "prefect.resource.id": `prefect.task-run.${id}`,
      "prefect.resource.name": name,
      "prefect.run-count": "1",
      "prefect.state-message": "",
      "prefect.state-name": state.name,
      "prefect.state-timestamp": print(at),
      "prefect.state-type": reached,
      "prefect.orchestration": "client",
    },
    related: [
      { "prefect.resource.id": `prefect.flow-run.${flowRunId}`, "prefect.resource.role": "flow-run", "prefect.resource.name": "run" },
    ],
    payload: {
      intended: { from: null, to: reached },
      initial_state: null,
      validated_state: state,
      task_run: {
        name,
        task_key: name.replace(/-[^-]*$/, ""),
        dynamic_key: id,
        tags: [],
        labels: {},
        run_count: 1,
        flow_run_run_count: 1,
        total_run_time: to === undefined ? 0 : (to - from) / 1000,
        expected_start_time: print(from - waited),
        start_time: print(from),
        end_time: to === undefined ? null : print(to),
        empirical_policy: { max_retries: 0, retry_delay_seconds: 0, retries: 0, retry_delay: 0 },
        task_inputs: { values: after.map((input) => ({ input_type: "task_run", id: input })) },
      },
    },
  };
};

/** The events of a task run from its beginning to where it has come. */
export const reportTaskRun = (flowRunId: string, id: string, run: ReportedRun) => {
  const begun = eventOf({ ...run, id, flowRunId, at: run.from, reached: "RUNNING" });
  return run.to === undefined ? [begun] : [begun, eventOf({ ...run, id, flowRunId, at: run.to, reached: run.type ?? "COMPLETED" })];
};

type Sent = ReturnType<typeof eventOf>;

/** Sends events as clients do; what they tell is readable a moment later. */
export const sendReports = async (client: Client, events: readonly Sent[]): Promise<void> => {
  for (let first = 0; first < events.length; first += 500) await client.events.create({ body: events.slice(first, first + 500) });
};
