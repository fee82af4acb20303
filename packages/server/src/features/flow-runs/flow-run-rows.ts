import type { CreatedBy, FlowRun, FlowRunPolicy, Instant } from "@millrace/contract";
import type { Queries } from "../../db/connection.ts";
import type { FlowRunTable } from "../../db/schema.ts";
import { type CurrentState, currentState, estimates } from "../run-states/current-state.ts";

/** Flow runs with their current state and the pool of their queue: what the protocol shows of a run. */
export const selectFlowRuns = (db: Queries) =>
  db
    .selectFrom("flow_run")
    .leftJoin("flow_run_state as current", "current.id", "flow_run.state_id")
    .leftJoin("work_queue as queue", "queue.id", "flow_run.work_queue_id")
    .leftJoin("work_pool as pool", "pool.id", "queue.work_pool_id")
    .selectAll("flow_run")
    .select(["current.message as state_message", "current.data as state_data", "current.state_details"])
    .select(["pool.id as work_pool_id", "pool.name as work_pool_name", "queue.name as queue_name"]);

export interface FlowRunRow extends FlowRunTable, CurrentState {
  readonly work_pool_id: string | null;
  readonly work_pool_name: string | null;
  /** What the queue is called now; null once it is gone. */
  readonly queue_name: string | null;
}

export const toFlowRun = (row: FlowRunRow, now: Instant): FlowRun => ({
  id: row.id,
  created: row.created,
  updated: row.updated,
  name: row.name,
  flow_id: row.flow_id,
  state_id: row.state_id,
  deployment_id: row.deployment_id,
  deployment_version: row.deployment_version,
  work_queue_id: row.work_queue_id,
  work_queue_name: row.queue_name ?? row.work_queue_name,
  flow_version: row.flow_version,
  parameters: row.parameters,
  idempotency_key: row.idempotency_key,
  context: row.context,
  empirical_policy: row.empirical_policy as unknown as FlowRunPolicy,
  tags: row.tags,
  labels: row.labels,
  parent_task_run_id: row.parent_task_run_id,
  state_type: row.state_type,
  state_name: row.state_name,
  run_count: row.run_count,
  expected_start_time: row.expected_start_time,
  next_scheduled_start_time: row.next_scheduled_start_time,
  start_time: row.start_time,
  end_time: row.end_time,
  total_run_time: row.total_run_time,
  ...estimates(row, now),
  auto_scheduled: row.auto_scheduled,
  infrastructure_document_id: row.infrastructure_document_id,
  infrastructure_pid: row.infrastructure_pid,
  created_by: row.created_by as unknown as CreatedBy | null,
  work_pool_id: row.work_pool_id,
  work_pool_name: row.work_pool_name,
  state: currentState(row),
  job_variables: row.job_variables,
});
