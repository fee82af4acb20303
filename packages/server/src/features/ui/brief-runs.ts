import type { BriefFlowRun } from "@millrace/contract";
import { sql } from "kysely";
import type { Queries } from "../../db/connection.ts";
import type { Condition } from "../../db/filters/members.ts";

interface Wanted {
  readonly where: Condition;
  /** By which they are sorted, and cut off: from the earliest on, or from the latest back. */
  readonly by: "state_timestamp" | "next_scheduled_start_time" | "id";
  readonly isLatestFirst?: boolean;
  readonly limit: number;
}

const columns = [
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
];
const columnsOf = (table: string) => sql.join(columns.map((name) => sql.ref(`${table}.${name}`)));

/** A few flow runs for a short list. They are found first, so that names are looked up for these alone. */
export const listBriefRuns = async (db: Queries, { where, by, isLatestFirst = false, limit }: Wanted): Promise<BriefFlowRun[]> => {
  const direction = sql.raw(isLatestFirst ? "desc" : "asc");
  const { rows } = await sql<BriefFlowRun>`
    select ${columnsOf("run")}, flow.name as flow_name, deployment.name as deployment_name
    from (select ${columnsOf("flow_run")} from flow_run where ${where} order by ${sql.ref(`flow_run.${by}`)} ${direction} limit ${limit}) as run
    join flow on flow.id = run.flow_id left join deployment on deployment.id = run.deployment_id
    order by ${sql.ref(`run.${by}`)} ${direction}`.execute(db);
  return rows;
};
