import type { Migration } from "../migrate.ts";

/** What schedules do about missed and overlapping dates, and backfills. */
export const schedulePolicies: Migration = {
  name: "0007-schedule-policies",
  statements: ({ uuid, time, json }) => [
    `alter table deployment_schedule add column policy ${json}`,
    `alter table deployment_schedule add column covered_until ${time}`,
    // Servers look every second for what others have changed.
    "create index deployment_by_updated on deployment (updated)",
    "create index deployment_schedule_by_updated on deployment_schedule (updated)",
    `create index flow_run_under_way on flow_run (deployment_id, state_type)
      where auto_scheduled and state_type in ('PENDING', 'RUNNING', 'PAUSED', 'CANCELLING')`,
    "create index flow_run_awaiting_earlier on flow_run (expected_start_time) where state_name = 'AwaitingEarlierRun'",
    "create index deployment_schedule_with_policy on deployment_schedule (id) where policy is not null",

    `create table backfill (
      id ${uuid} primary key, created ${time} not null, updated ${time} not null,
      deployment_id ${uuid} not null references deployment (id) on delete cascade,
      state text not null, message text, start_time ${time} not null, end_time ${time} not null, plans ${json} not null,
      parameters ${json} not null, work_queue_name text, concurrency_limit integer not null, direction text not null,
      existing text not null, total integer not null, ended ${time})`,
    "create index backfill_by_deployment on backfill (deployment_id)",
    "create index backfill_open on backfill (id) where ended is null",

    `create table backfill_instant (
      backfill_id ${uuid} not null references backfill (id) on delete cascade, position integer not null,
      plan integer not null, scheduled_time text not null, outcome text not null, flow_run_id ${uuid},
      primary key (backfill_id, position))`,
    "create index backfill_instant_by_outcome on backfill_instant (backfill_id, outcome, position)",
  ],
};
