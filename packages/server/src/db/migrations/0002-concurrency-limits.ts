import type { Migration } from "../migrate.ts";

/** Limits, and the leases on their slots. */
export const concurrencyLimits: Migration = {
  name: "0002-concurrency-limits",
  statements: ({ uuid, time, bool, double }) => [
    `create table concurrency_limit (
      id ${uuid} primary key, created ${time} not null, updated ${time} not null, name text not null unique,
      active ${bool} not null, "limit" integer not null, active_slots integer not null, denied_slots integer not null,
      slot_decay_per_second ${double} not null, avg_slot_occupancy_seconds ${double} not null, decay_since ${time} not null)`,

    `create table concurrency_lease (
      id ${uuid} primary key, created ${time} not null, expiration ${time} not null, slots integer not null,
      holder_type text, holder_id ${uuid})`,
    "create index concurrency_lease_by_expiration on concurrency_lease (expiration)",
    "create index concurrency_lease_by_holder on concurrency_lease (holder_id) where holder_id is not null",

    `create table concurrency_lease_limit (
      lease_id ${uuid} not null references concurrency_lease (id) on delete cascade,
      limit_id ${uuid} not null references concurrency_limit (id) on delete cascade, primary key (lease_id, limit_id))`,
    "create index concurrency_lease_limit_by_limit on concurrency_lease_limit (limit_id)",

    // A deployment's number becomes a limit of its own; any id serves, so it takes the deployment's.
    `alter table deployment add column concurrency_limit_id ${uuid} references concurrency_limit (id) on delete set null`,
    `insert into concurrency_limit (id, created, updated, name, active, "limit", active_slots, denied_slots,
        slot_decay_per_second, avg_slot_occupancy_seconds, decay_since)
      select id, updated, updated, 'deployment:' || cast(id as text), true, concurrency_limit, 0, 0, 0, 2, updated
      from deployment where concurrency_limit is not null`,
    "update deployment set concurrency_limit_id = id where concurrency_limit is not null",
    "alter table deployment drop column concurrency_limit",
    "create index deployment_by_concurrency_limit on deployment (concurrency_limit_id) where concurrency_limit_id is not null",

    `create index flow_run_awaiting_slot on flow_run (deployment_id, expected_start_time)
      where state_name = 'AwaitingConcurrencySlot'`,
  ],
};
