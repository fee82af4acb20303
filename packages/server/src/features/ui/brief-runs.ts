import type { BriefFlowRun } from "@millrace/contract";
import { type RawBuilder, sql } from "kysely";
import type { Queries } from "../../db/connection.ts";
import type { Condition } from "../../db/filters/members.ts";

interface Wanted {
  readonly where: Condition;
  /** An order of columns that are shown. */
  readonly order: RawBuilder<unknown>;
  readonly limit: number;
}

const columns = sql.join(
  [
    "id",
    "name",
    "flow_id",
    "deployment_id",
    "state_type",
    "state_name",
    "state_timestamp",
    "expected_start_time",
    "next_scheduled_start_time",
    "start_time",
    "end_time",
  ].map((name) => sql.ref(`flow_run.${name}`)),
);

/** A few flow runs for a short list. They are found first, so that names are looked up for these alone. */
export const listBriefRuns = async (db: Queries, { where, order, limit }: Wanted): Promise<BriefFlowRun[]> => {
  const { rows } = await sql<BriefFlowRun>`
    select ${columns}, flow.name as flow_name, deployment.name as deployment_name
    from (select ${columns} from flow_run where ${where} order by ${order} limit ${limit}) as flow_run
    join flow on flow.id = flow_run.flow_id left join deployment on deployment.id = flow_run.deployment_id
    order by ${order}`.execute(db);
  return rows;
};
