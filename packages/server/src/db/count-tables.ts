import type { StateType, Uuid } from "@millrace/contract";

/** What has changed of the counts of runs since they were last added up, where writers do not wait for each other. */
export interface RunCountChangeTable {
  kind: "flow_run" | "task_run";
  flow_id: Uuid | null;
  deployment_id: Uuid | null;
  work_queue_id: Uuid | null;
  state_type: StateType | null;
  state_name: string | null;
  count: number;
}

/** How many runs there are of a kind, and of flow runs by what they belong to and their state. Kept by triggers. */
export interface RunCountTable extends RunCountChangeTable {
  key: string;
}
