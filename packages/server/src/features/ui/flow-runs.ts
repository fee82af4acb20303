import type { FlowRunDot, FlowRunSort, NextFlowRun } from "@millrace/contract";
import { type SqlBool, sql } from "kysely";
import type { Context } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import { type Filters, flowRunsWhere } from "../../db/filters/related.ts";
import { alongFirst, flowRunOrder } from "../flow-runs/queries.ts";
import { findRunHints } from "../flow-runs/run-hints.ts";
import { estimates } from "../run-states/current-state.ts";

interface Wanted {
  readonly filters: Filters;
  readonly sort: FlowRunSort;
  readonly limit: number;
  readonly offset: number;
}

/** Runs as dots of a chart, without what makes runs heavy to read. Those without a time have no place in it. */
export const listFlowRunDots = async (ctx: Context, { filters, sort, limit, offset }: Wanted): Promise<FlowRunDot[]> => {
  const hints = await findRunHints(ctx.db.heavyRead, filters, sort);
  const where = flowRunsWhere(ctx.db.dialect, filters, hints);
  const rows = await ctx.db.heavyRead
    .selectFrom("flow_run")
    .select(["id", "state_type", "state_timestamp", "total_run_time", "start_time", "expected_start_time"])
    .where(sql<SqlBool>`state_type is not null and coalesce(start_time, expected_start_time) is not null`)
    .$if(where !== undefined, (query) => query.where(where ?? sql<SqlBool>`1 = 1`))
    .orderBy(alongFirst(flowRunOrder(sort), sort, hints))
    .orderBy("id")
    .limit(limit)
    .offset(offset)
    .execute();
  const now = ctx.clock.now();
  return rows.flatMap((row) => {
    const timestamp = row.start_time ?? row.expected_start_time;
    if (timestamp === null || row.state_type === null) return [];
    const { estimated_run_time: duration, estimated_start_time_delta: lateness } = estimates(row, now);
    return [{ id: row.id, state_type: row.state_type, timestamp, duration, lateness }];
  });
};

type Counts = Readonly<Record<string, number>>;

/** A number for each id that was asked for, 0 where nothing was found. */
const countsOf = (ids: readonly string[], rows: readonly { readonly id: string | null; readonly count: number }[]): Counts => {
  const found = new Map(rows.map((row) => [row.id, row.count]));
  return Object.fromEntries(ids.map((id) => [id, found.get(id) ?? 0]));
};

export const countTaskRunsOf = async (db: Queries, ids: readonly string[]): Promise<Counts> => {
  if (ids.length === 0) return {};
  const rows = await db
    .selectFrom("task_run")
    .select(["flow_run_id as id", sql<number>`count(*)`.as("count")])
    .where("flow_run_id", "in", [...ids])
    .where(sql<SqlBool>`not exists (select 1 from flow_run as child where child.parent_task_run_id = task_run.id)`)
    .groupBy("flow_run_id")
    .execute();
  return countsOf(ids, rows);
};

export const countDeploymentsOf = async (db: Queries, ids: readonly string[]): Promise<Counts> => {
  if (ids.length === 0) return {};
  const rows = await db
    .selectFrom("deployment")
    .select(["flow_id as id", sql<number>`count(*)`.as("count")])
    .where("flow_id", "in", [...ids])
    .groupBy("flow_id")
    .execute();
  return countsOf(ids, rows);
};

/** The scheduled run of each flow that is due first. */
export const listNextRuns = async (db: Queries, ids: readonly string[]): Promise<Record<string, NextFlowRun | null>> => {
  const next = new Map<string, NextFlowRun>();
  if (ids.length > 0) {
    const rank = sql<number>`row_number() over (partition by flow_id order by next_scheduled_start_time, id)`;
    const ranked = db
      .selectFrom("flow_run")
      .select(["id", "flow_id", "name", "state_name", "state_type", "next_scheduled_start_time", rank.as("place")])
      .where("flow_id", "in", [...ids])
      .where("state_type", "=", "SCHEDULED")
      .where("next_scheduled_start_time", "is not", null);
    const rows = await db.selectFrom(ranked.as("ranked")).selectAll().where("place", "=", 1).execute();
    for (const { place: _, state_name, state_type, next_scheduled_start_time, ...row } of rows) {
      if (state_name === null || state_type === null || next_scheduled_start_time === null) continue;
      next.set(row.flow_id, { ...row, state_name, state_type, next_scheduled_start_time });
    }
  }
  return Object.fromEntries(ids.map((id) => [id, next.get(id) ?? null]));
};
