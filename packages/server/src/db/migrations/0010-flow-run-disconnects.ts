import type { Migration } from "../migrate.ts";

/** Runs whose processes let go of the connection that brought their signs of life. */
export const flowRunDisconnects: Migration = {
  name: "0010-flow-run-disconnects",
  statements: ({ uuid, time }) => [
    `create table flow_run_disconnect (
      flow_run_id ${uuid} primary key references flow_run (id) on delete cascade, disconnected ${time} not null)`,
  ],
};
