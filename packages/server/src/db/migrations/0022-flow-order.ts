import type { Migration } from "../migrate.ts";

/** The runs of a flow in the order that commands list them in: a flow that rests is not looked for among the runs of all others. */
export const flowOrder: Migration = {
  name: "0022-flow-order",
  // Not by their ids as well: PostgreSQL would read all ids of a flow for the task runs of a few, because one index holds both.
  statements: () => ["create index flow_run_by_flow_expected_start on flow_run (flow_id, expected_start_time)"],
};
