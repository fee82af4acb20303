import { sql } from "kysely";
import type { Context } from "../../context.ts";
import { type Filters, flowRunsWhere } from "../../db/filters/related.ts";
import { estimateColumns } from "../run-states/estimate-columns.ts";

/** How late the runs a filter finds started on average, in seconds; those not started count as of now. Null without runs. */
export const getLateness = async (ctx: Context, filters: Filters): Promise<number | null> => {
  const { dialect, heavyRead } = ctx.db;
  const { lateness } = estimateColumns(dialect, "flow_run", ctx.clock.now());
  const where = flowRunsWhere(dialect, filters);
  const all = heavyRead.selectFrom("flow_run").select(sql<number | null>`avg(${lateness})`.as("average"));
  const row = await (where === undefined ? all : all.where(where)).executeTakeFirst();
  return row?.average ?? null;
};
