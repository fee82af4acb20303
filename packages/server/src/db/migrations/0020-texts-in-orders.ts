import type { Migration } from "../migrate.ts";
import { historyColumns, startColumns } from "./0009-scale.ts";

/** Lists that go along the starts of runs until enough of them have a name or tags look at the runs they show alone. */
export const textsInOrders: Migration = {
  name: "0020-texts-in-orders",
  statements: ({ soughtTexts }) =>
    soughtTexts.length === 0
      ? []
      : [
          "drop index flow_run_by_start",
          `create index flow_run_by_start on flow_run (${[startColumns, ...soughtTexts].join(", ")})`,
          "drop index task_run_by_expected_start",
          `create index task_run_by_expected_start on task_run (${[historyColumns, ...soughtTexts].join(", ")})`,
        ],
};
