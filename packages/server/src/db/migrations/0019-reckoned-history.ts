import type { Migration } from "../migrate.ts";

/** Histories of flow runs do not reckon anew, run by run, when each was expected and how late it began. */
export const reckonedHistory: Migration = {
  name: "0019-reckoned-history",
  statements: ({ reckonedHistory: statements }) =>
    statements("expected_start_time, state_type, state_name, start_time, state_timestamp, total_run_time, work_queue_id"),
};
