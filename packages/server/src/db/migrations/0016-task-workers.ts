import type { Migration } from "../migrate.ts";

/** Which task worker has a background run, and until when each connection of one counts as there. */
export const taskWorkers: Migration = {
  name: "0016-task-workers",
  statements: ({ uuid, time }) => [
    "alter table task_run_claim add column worker text",
    "create index task_run_claim_by_worker on task_run_claim (worker) where worker is not null",
    `create table task_worker_connection (id ${uuid} primary key, worker text not null, offline_after ${time} not null)`,
  ],
};
