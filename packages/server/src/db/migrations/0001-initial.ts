import type { Migration } from "../migrate.ts";

/** The tables a flow needs to run, be scheduled, watched and kept. */
export const initial: Migration = {
  name: "0001-initial",
  statements: ({ uuid, time, json, bool, double, eventPosition, eventPositionIndex }) => [
    `create table flow (
      id ${uuid} primary key, created ${time} not null, updated ${time} not null,
      name text not null unique, tags ${json} not null, labels ${json} not null)`,

    `create table work_pool (
      id ${uuid} primary key, created ${time} not null, updated ${time} not null, name text not null unique, type text not null)`,

    `create table work_queue (
      id ${uuid} primary key, created ${time} not null, updated ${time} not null, name text not null,
      work_pool_id ${uuid} not null references work_pool (id) on delete cascade,
      priority integer not null, is_paused ${bool} not null, unique (work_pool_id, name))`,

    `create table deployment (
      id ${uuid} primary key, created ${time} not null, updated ${time} not null, name text not null,
      flow_id ${uuid} not null references flow (id) on delete cascade,
      version text, description text, tags ${json} not null, labels ${json} not null, parameters ${json} not null,
      parameter_openapi_schema ${json} not null, enforce_parameter_schema ${bool} not null, pull_steps ${json} not null,
      job_variables ${json} not null, path text, entrypoint text, storage_document_id ${uuid}, infrastructure_document_id ${uuid},
      work_queue_id ${uuid} references work_queue (id) on delete set null, work_queue_name text,
      paused ${bool} not null, status text not null, last_polled ${time}, concurrency_limit integer, concurrency_options ${json},
      created_by ${json}, updated_by ${json}, unique (flow_id, name))`,
    "create index deployment_by_work_queue on deployment (work_queue_id)",

    `create table deployment_schedule (
      id ${uuid} primary key, created ${time} not null, updated ${time} not null,
      deployment_id ${uuid} not null references deployment (id) on delete cascade,
      schedule ${json} not null, active ${bool} not null, max_scheduled_runs integer, parameters ${json} not null, slug text,
      unique (deployment_id, slug))`,

    // parent_task_run_id has no foreign key: flow runs and task runs would refer to each other, and subflows outlive parents.
    `create table flow_run (
      id ${uuid} primary key, created ${time} not null, updated ${time} not null, name text not null,
      flow_id ${uuid} not null references flow (id) on delete cascade,
      flow_version text, deployment_id ${uuid}, deployment_version text,
      work_queue_id ${uuid} references work_queue (id) on delete set null, work_queue_name text,
      parent_task_run_id ${uuid}, infrastructure_document_id ${uuid}, infrastructure_pid text, idempotency_key text,
      parameters ${json} not null, context ${json} not null, empirical_policy ${json} not null, job_variables ${json},
      tags ${json} not null, labels ${json} not null, created_by ${json}, auto_scheduled ${bool} not null,
      state_id ${uuid}, state_type text, state_name text, state_timestamp ${time}, run_count integer not null,
      expected_start_time ${time}, next_scheduled_start_time ${time}, start_time ${time}, end_time ${time},
      total_run_time ${double} not null, last_heartbeat ${time}, heartbeat_interval ${double})`,
    "create unique index flow_run_by_idempotency_key on flow_run (flow_id, idempotency_key) where idempotency_key is not null",
    "create index flow_run_by_flow on flow_run (flow_id, state_type)",
    "create index flow_run_by_deployment on flow_run (deployment_id, next_scheduled_start_time) where deployment_id is not null",
    "create index flow_run_by_parent on flow_run (parent_task_run_id) where parent_task_run_id is not null",
    "create index flow_run_by_due_time on flow_run (next_scheduled_start_time) where state_name = 'Scheduled'",
    "create index flow_run_by_state on flow_run (state_type, state_timestamp)",
    "create index flow_run_by_expected_start on flow_run (expected_start_time)",
    "create index flow_run_by_work_queue on flow_run (work_queue_id, next_scheduled_start_time) where work_queue_id is not null",
    "create index flow_run_by_heartbeat on flow_run (last_heartbeat) where state_type = 'RUNNING' and last_heartbeat is not null",

    `create table flow_run_state (
      id ${uuid} primary key, flow_run_id ${uuid} not null references flow_run (id) on delete cascade,
      type text not null, name text not null, timestamp ${time} not null, message text, state_details ${json} not null, data ${json})`,
    "create unique index flow_run_state_by_run on flow_run_state (flow_run_id, timestamp)",

    `create table flow_run_input (
      id ${uuid} primary key, created ${time} not null, updated ${time} not null,
      flow_run_id ${uuid} not null references flow_run (id) on delete cascade,
      key text not null, value text not null, sender text, unique (flow_run_id, key))`,

    `create table task_run (
      id ${uuid} primary key, created ${time} not null, updated ${time} not null, name text not null,
      flow_run_id ${uuid} references flow_run (id) on delete cascade,
      task_key text not null, dynamic_key text not null, task_version text, cache_key text, cache_expiration ${time},
      flow_run_run_count integer not null, empirical_policy ${json} not null, task_inputs ${json} not null,
      tags ${json} not null, labels ${json},
      state_id ${uuid}, state_type text, state_name text, state_timestamp ${time}, run_count integer not null,
      expected_start_time ${time}, next_scheduled_start_time ${time}, start_time ${time}, end_time ${time},
      total_run_time ${double} not null, unique (flow_run_id, task_key, dynamic_key))`,
    "create index task_run_by_state on task_run (state_type, state_timestamp)",
    "create index task_run_by_expected_start on task_run (expected_start_time)",

    `create table task_run_state (
      id ${uuid} primary key, task_run_id ${uuid} not null references task_run (id) on delete cascade,
      type text not null, name text not null, timestamp ${time} not null, message text, state_details ${json} not null, data ${json})`,
    "create unique index task_run_state_by_run on task_run_state (task_run_id, timestamp)",

    `create table task_run_claim (
      state_id ${uuid} primary key, task_run_id ${uuid} not null references task_run (id) on delete cascade,
      claimed ${time} not null, confirmed ${bool} not null)`,
    "create index task_run_claim_by_run on task_run_claim (task_run_id)",

    `create table task_run_state_cache (
      id ${uuid} primary key, created ${time} not null, cache_key text not null, cache_expiration ${time}, task_run_state_id ${uuid} not null)`,
    "create index task_run_state_cache_by_key on task_run_state_cache (cache_key, created)",

    `create table log (
      id ${uuid} primary key, created ${time} not null, name text not null, level integer not null, message text not null,
      timestamp ${time} not null, flow_run_id ${uuid}, task_run_id ${uuid})`,
    "create index log_by_flow_run on log (flow_run_id, timestamp)",

    `create table artifact (
      id ${uuid} primary key, created ${time} not null, updated ${time} not null, key text, type text, description text,
      data ${json}, metadata_ ${json}, flow_run_id ${uuid}, task_run_id ${uuid})`,
    "create index artifact_by_key on artifact (key, created)",
    "create index artifact_by_flow_run on artifact (flow_run_id)",

    `create table event (
      ${eventPosition}, id ${uuid} not null unique, occurred ${time} not null, received ${time} not null, event text not null,
      resource_id text not null, resource ${json} not null, related ${json} not null, payload ${json} not null, follows ${uuid})`,
    "create index event_by_occurred on event (occurred)",
    ...eventPositionIndex,

    `create table csrf_token (
      id ${uuid} primary key, created ${time} not null, updated ${time} not null,
      client text not null unique, token text not null, expiration ${time} not null)`,
  ],
};
