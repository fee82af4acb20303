import type { Migration } from "../migrate.ts";

/** Jobs on many are no longer of flow runs alone, and their outcomes tell names of what may be gone. */
export const bulkSubjects: Migration = {
  name: "0015-bulk-subjects",
  statements: () => [
    "alter table bulk_job add column subject text not null default 'flow_runs'",
    "alter table bulk_job_run rename column flow_run_id to item_id",
    "alter table bulk_job_run add column name text",
    "alter table bulk_job_run rename to bulk_job_item",
  ],
};
