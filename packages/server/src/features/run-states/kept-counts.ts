import { type RawBuilder, sql } from "kysely";
import type { Context } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import type { RunCountTable } from "../../db/count-tables.ts";
import type { Condition } from "../../db/filters/members.ts";
import type { RunDimension } from "../../db/filters/related.ts";

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

export type KeptDimension = RunDimension | "state_name";
export type KeptCount = Partial<Pick<RunCountTable, KeptDimension>> & Pick<RunCountTable, "count">;

interface Wanted {
  readonly by: readonly KeptDimension[];
  readonly where: Condition | undefined;
  readonly limit: number;
}

/** How many flow runs there are by some of what they are counted by, the most numerous first. */
export const listKeptCounts = async (db: Queries, { by, where, limit }: Wanted): Promise<KeptCount[]> => {
  const columns = sql.join(by.map((name) => sql.ref(`flow_run.${name}`)));
  const { rows } = await sql<KeptCount>`
    select ${columns}, ${total("flow_run")} as count from ${keptCounts("flow_run", where)}
    group by ${columns} having sum(flow_run.count) > 0 order by count desc limit ${limit}`.execute(db);
  return rows;
};

/** Whether there are changes of counts that have not been added up. */
export const hasCountChanges = async (db: Queries): Promise<boolean> =>
  (await db.selectFrom("run_count_change").select("kind").limit(1).executeTakeFirst()) !== undefined;

export const addUpCounts = (ctx: Context): Promise<void> => ctx.transact((tx) => tx.dialect.addUpCounts(tx));
