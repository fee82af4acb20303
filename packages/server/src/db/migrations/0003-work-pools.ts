import type { Migration } from "../migrate.ts";

/** Work pools with their templates, limits and statuses, and the workers that serve them. */
export const workPools: Migration = {
  name: "0003-work-pools",
  statements: ({ uuid, time, json, bool }) => [
    "alter table work_pool add column description text",
    `alter table work_pool add column base_job_template ${json} not null default '{}'`,
    `alter table work_pool add column is_paused ${bool} not null default false`,
    "alter table work_pool add column concurrency_limit integer",
    `alter table work_pool add column storage_configuration ${json} not null default '{}'`,
    `alter table work_pool add column default_queue_id ${uuid}`,
    "alter table work_pool add column status text",
    `alter table work_pool add column last_transitioned_status_at ${time}`,
    `alter table work_pool add column last_status_event_id ${uuid}`,

    "alter table work_queue add column description text default ''",
    "alter table work_queue add column concurrency_limit integer",
    "alter table work_queue add column status text not null default 'NOT_READY'",
    `alter table work_queue add column last_polled ${time}`,
    `alter table work_queue add column filter ${json}`,

    "update work_pool set status = 'NOT_READY' where type <> 'prefect-agent'",
    `update work_pool set default_queue_id =
      (select q.id from work_queue as q where q.work_pool_id = work_pool.id and q.name = 'default')`,

    `create table worker (
      id ${uuid} primary key, created ${time} not null, updated ${time} not null, name text not null,
      work_pool_id ${uuid} not null references work_pool (id) on delete cascade,
      last_heartbeat_time ${time} not null, heartbeat_interval_seconds integer, offline_after ${time} not null,
      unique (work_pool_id, name))`,

    // Few runs take a slot at any time, however many there have been.
    `create index flow_run_by_slot on flow_run (work_queue_id, state_type)
      where work_queue_id is not null and state_type in ('PENDING', 'RUNNING', 'CANCELLING')`,
    // What workers poll for, in the order they get it.
    `create index flow_run_by_turn on flow_run (work_queue_id, next_scheduled_start_time)
      where work_queue_id is not null and state_type = 'SCHEDULED'`,
  ],
};
