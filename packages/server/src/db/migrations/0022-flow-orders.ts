import type { Migration } from "../migrate.ts";

/** The runs of a flow in the orders that commands and clients list them in: a flow that rests is not looked for among the runs of all others. */
export const flowOrders: Migration = {
  name: "0022-flow-orders",
  statements: () => [
    "create index flow_run_by_flow_expected_start on flow_run (flow_id, expected_start_time)",
    "create index flow_run_by_flow_id on flow_run (flow_id, id)",
  ],
};
