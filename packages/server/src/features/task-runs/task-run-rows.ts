import type { Instant, TaskInputs, TaskRun, TaskRunPolicy, TaskRunSummary } from "@millrace/contract";
import type { Queries } from "../../db/connection.ts";
import type { TaskRunTable } from "../../db/schema.ts";
import { type CurrentState, currentState, estimates } from "../run-states/current-state.ts";

export interface TaskRunRow extends TaskRunTable, CurrentState {}

/** Task runs with their current state. */
export const selectTaskRuns = (db: Queries) =>
  db
    .selectFrom("task_run")
    .leftJoin("task_run_state as current", "current.id", "task_run.state_id")
    .selectAll("task_run")
    .select(["current.message as state_message", "current.data as state_data", "current.state_details"]);

export const toTaskRun = (row: TaskRunRow, now: Instant): TaskRun => ({
  id: row.id,
  created: row.created,
  updated: row.updated,
  name: row.name,
  flow_run_id: row.flow_run_id,
  task_key: row.task_key,
  dynamic_key: row.dynamic_key,
  cache_key: row.cache_key,
  cache_expiration: row.cache_expiration,
  task_version: row.task_version,
  empirical_policy: row.empirical_policy as unknown as TaskRunPolicy,
  tags: row.tags,
  labels: row.labels,
  state_id: row.state_id,
  task_inputs: row.task_inputs as unknown as TaskInputs,
  state_type: row.state_type,
  state_name: row.state_name,
  flow_run_run_count: row.flow_run_run_count,
  run_count: row.run_count,
  expected_start_time: row.expected_start_time,
  next_scheduled_start_time: row.next_scheduled_start_time,
  start_time: row.start_time,
  end_time: row.end_time,
  total_run_time: row.total_run_time,
  ...estimates(row, now),
  state: currentState(row),
});

/** What pages of task runs show of one. */
export const toSummary = (run: TaskRun): TaskRunSummary => ({
  id: run.id,
  created: run.created,
  updated: run.updated,
  name: run.name,
  flow_run_id: run.flow_run_id,
  task_key: run.task_key,
  state_id: run.state_id,
  state: run.state,
  task_version: run.task_version,
  task_inputs: run.task_inputs,
  empirical_policy: run.empirical_policy,
  tags: run.tags,
  start_time: run.start_time,
  end_time: run.end_time,
  total_run_time: run.total_run_time,
  estimated_run_time: run.estimated_run_time,
  estimated_start_time_delta: run.estimated_start_time_delta,
});
