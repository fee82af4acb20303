import type { BulkItem, BulkSubject, StateCount } from "@millrace/contract";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Queries } from "../../db/connection.ts";
import type { Dialect } from "../../db/dialect.ts";
import type { Condition } from "../../db/filters/members.ts";
import { deploymentsWhere, type Filters, flowRunsWhere, flowsWhere, taskRunsWhere } from "../../db/filters/related.ts";
import { sumStates } from "./periods.ts";

interface Source {
  readonly table: "flow_run" | "task_run" | "deployment" | "flow";
  readonly matches: (dialect: Dialect, filters: Filters) => Condition | undefined;
  readonly name: RawBuilder<string>;
  readonly hasStates: boolean;
}

const sources: Readonly<Record<BulkSubject, Source>> = {
  flow_runs: { table: "flow_run", matches: flowRunsWhere, name: sql`flow_run.name`, hasStates: true },
  task_runs: { table: "task_run", matches: taskRunsWhere, name: sql`task_run.name`, hasStates: true },
  deployments: {
    table: "deployment",
    matches: deploymentsWhere,
    name: sql`(select flow.name from flow where flow.id = deployment.flow_id) || '/' || deployment.name`,
    hasStates: false,
  },
  flows: { table: "flow", matches: flowsWhere, name: sql`flow.name`, hasStates: false },
};

interface Asked {
  readonly subject: BulkSubject;
  readonly filters: Filters;
}

const everything = sql<SqlBool>`1 = 1`;

/** What matches now, the newest first. */
export const listBulkItems = async (db: Queries, { subject, filters }: Asked, limit: number): Promise<readonly BulkItem[]> => {
  const { table, matches, name, hasStates } = sources[subject];
  const state = hasStates ? sql`state_type, state_name` : sql`null as state_type, null as state_name`;
  const { rows } = await sql<BulkItem>`
    select id, ${name} as name, ${state} from ${sql.table(table)}
    where ${matches(db.dialect, filters) ?? everything} order by id desc limit ${limit}`.execute(db);
  return rows;
};

/** How many match, and how many runs of each state these are. */
export const countBulkItems = async (db: Queries, { subject, filters }: Asked): Promise<{ count: number; states: StateCount[] }> => {
  const { table, matches, hasStates } = sources[subject];
  const where = matches(db.dialect, filters) ?? everything;
  if (!hasStates) {
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)} where ${where}`.execute(db);
    return { count: rows[0]?.count ?? 0, states: [] };
  }
  const { rows } = await sql<StateCount>`
    select state_type, state_name, count(*) as count from ${sql.table(table)}
    where ${where} and state_type is not null group by 1, 2`.execute(db);
  const { total: count, states } = sumStates(rows);
  return { count, states };
};
