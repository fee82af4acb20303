import type { Migration } from "../migrate.ts";

/** Jobs on many flow runs and what became of each run, so that another server goes on where one left off. */
export const bulkJobs: Migration = {
  name: "0013-bulk-jobs",
  statements: ({ uuid, time, json, bool }) => [
    `create table bulk_job (
      id ${uuid} primary key, created ${time} not null, action text not null, proposal ${json}, is_forced ${bool} not null,
      caller ${json} not null, total integer not null, is_stopped ${bool} not null, error text, claim ${uuid} not null,
      claimed_until ${time} not null, ended ${time})`,

    `create table bulk_job_run (
      job_id ${uuid} not null references bulk_job (id) on delete cascade, position integer not null, flow_run_id ${uuid} not null,
      outcome text not null, state_type text, state_name text, reason text, primary key (job_id, position))`,
    "create index bulk_job_run_by_outcome on bulk_job_run (job_id, outcome, position)",
  ],
};
