import type { Migration } from "../migrate.ts";

/** What workers are to tear down of runs whose cancelling nobody finished. */
export const workerCleanups: Migration = {
  name: "0021-worker-cleanups",
  statements: ({ uuid, time, json }) => [
    `create table worker_cleanup (
      id ${uuid} primary key, created ${time} not null,
      work_pool_id ${uuid} not null references work_pool (id) on delete cascade, work_queue_id ${uuid},
      kind text not null, target ${json} not null, deliveries integer not null,
      consumer_id ${uuid}, reservation_token text, expiration ${time})`,
    "create index worker_cleanup_by_pool on worker_cleanup (work_pool_id, created)",
    "create index worker_cleanup_by_expiration on worker_cleanup (expiration) where expiration is not null",
  ],
};
