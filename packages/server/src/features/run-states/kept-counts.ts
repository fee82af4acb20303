import { sql } from "kysely";
import type { Context } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import type { Condition } from "../../db/filters/members.ts";

/**
 * How many runs of a kind there are, from counts that are kept instead of the runs themselves. Flow runs may be asked for by
 * flow, deployment, queue and state: a condition on these columns of `flow_run` reads the same on their counts.
 */
export const countKept = async (db: Queries, kind: "flow_run" | "task_run", where?: Condition): Promise<number> => {
  const counted = (table: "run_count" | "run_count_change") =>
    sql`select flow_id, deployment_id, work_queue_id, state_type, state_name, count from ${sql.table(table)} where kind = ${sql.lit(kind)}`;
  const { rows } = await sql<{ count: number }>`
    select cast(coalesce(sum(${sql.table(kind)}.count), 0) as bigint) as count
    from (${counted("run_count")} union all ${counted("run_count_change")}) as ${sql.table(kind)}
    ${where === undefined ? sql`` : sql`where ${where}`}`.execute(db);
  return rows[0]?.count ?? 0;
};

/** Whether there are changes of counts that have not been added up. */
export const hasCountChanges = async (db: Queries): Promise<boolean> =>
  (await db.selectFrom("run_count_change").select("kind").limit(1).executeTakeFirst()) !== undefined;

export const addUpCounts = (ctx: Context): Promise<void> => ctx.transact((tx) => tx.dialect.addUpCounts(tx));
