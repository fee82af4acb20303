import { type RawBuilder, sql } from "kysely";
import type { Context } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import type { Condition } from "../../db/filters/members.ts";

type Kind = "flow_run" | "task_run";

/** The counts of a kind under the name of the runs' table, so that a condition on their columns reads the same. */
const keptCounts = (kind: Kind, where: Condition | undefined): RawBuilder<unknown> => {
  const counted = (table: "run_count" | "run_count_change") =>
    sql`select flow_id, deployment_id, work_queue_id, state_type, state_name, count from ${sql.table(table)} where kind = ${sql.lit(kind)}`;
  return sql`(${counted("run_count")} union all ${counted("run_count_change")}) as ${sql.table(kind)}
    ${where === undefined ? sql`` : sql`where ${where}`}`;
};

const total = (kind: Kind) => sql<number>`cast(coalesce(sum(${sql.table(kind)}.count), 0) as bigint)`;

/**
 * How many runs of a kind there are, from counts that are kept instead of the runs themselves. Flow runs may be asked for by
 * flow, deployment, queue and state: a condition on these columns of `flow_run` reads the same on their counts.
 */
export const countKept = async (db: Queries, kind: Kind, where?: Condition): Promise<number> => {
  const { rows } = await sql<{ count: number }>`select ${total(kind)} as count from ${keptCounts(kind, where)}`.execute(db);
  return rows[0]?.count ?? 0;
};

/** How many flow runs there are of each type of state. */
export const countByStateType = async (db: Queries, where: Condition | undefined): Promise<ReadonlyMap<string | null, number>> => {
  const { rows } = await sql<{ state_type: string | null; count: number }>`
    select flow_run.state_type, ${total("flow_run")} as count from ${keptCounts("flow_run", where)} group by 1`.execute(db);
  return new Map(rows.filter(({ count }) => count > 0).map(({ state_type, count }) => [state_type, count]));
};

/** Whether there are changes of counts that have not been added up. */
export const hasCountChanges = async (db: Queries): Promise<boolean> =>
  (await db.selectFrom("run_count_change").select("kind").limit(1).executeTakeFirst()) !== undefined;

export const addUpCounts = (ctx: Context): Promise<void> => ctx.transact((tx) => tx.dialect.addUpCounts(tx));
