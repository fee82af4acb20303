import type { Migration } from "../migrate.ts";
import { historyColumns } from "./0009-scale.ts";

/** What histories and lateness read of each flow run. */
export const poolHistoryColumns = `${historyColumns}, work_queue_id`;

/** Histories and lateness of a pool's runs read the index of all runs by time alone, not each run's row for its queue. */
export const poolHistories: Migration = {
  name: "0012-pool-histories",
  statements: () => [
    "drop index flow_run_by_expected_start",
    `create index flow_run_by_expected_start on flow_run (${poolHistoryColumns})`,
  ],
};
