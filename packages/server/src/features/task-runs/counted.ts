import { sql } from "kysely";
import type { Queries } from "../../db/connection.ts";
import type { Condition } from "../../db/filters/members.ts";
import { type Filters, flowRunsWhere, isOfRuns, taskRunsWhere } from "../../db/filters/related.ts";
import { countKept } from "../run-states/kept-counts.ts";
import { findTextHint } from "./text-hint.ts";

/**
 * What task runs that are counted have to meet besides being of a period: found from the flow runs of the flows or deployments
 * that are asked for, unless the period has fewer task runs than these have runs.
 */
export const countedTaskRunsWhere = async (
  db: Queries,
  filters: Filters,
  period: Condition | undefined,
): Promise<Condition | undefined> => {
  const { dialect } = db;
  const { flows, deployments } = filters;
  const mayHave = await findTextHint(db, filters, { isCounted: true });
  if (mayHave !== undefined || period === undefined || !isOfRuns(filters))
    return taskRunsWhere(dialect, filters, { isCounted: true, mayHave });
  const runs = await countKept(db, "flow_run", flowRunsWhere(dialect, { flows, deployments }));
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (select 1 from task_run where ${period} limit ${runs}) as counted`.execute(db);
  return taskRunsWhere(dialect, filters, { isCounted: true, isShort: (rows[0]?.count ?? 0) < runs });
};
