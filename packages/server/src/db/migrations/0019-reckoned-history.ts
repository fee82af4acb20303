import type { Migration } from "../migrate.ts";
import { poolHistoryColumns } from "./0012-pool-histories.ts";

/** Histories of flow runs do not reckon anew, run by run, when each was expected and how late it began. */
export const reckonedHistory: Migration = {
  name: "0019-reckoned-history",
  statements: ({ reckonedTimes }) =>
    reckonedTimes.length === 0
      ? []
      : [
          "drop index flow_run_by_expected_start",
          `create index flow_run_by_expected_start on flow_run (${[poolHistoryColumns, ...reckonedTimes].join(", ")})`,
        ],
};
