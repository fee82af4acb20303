import { type CountByState, type StateType, type TaskRunCount, type TaskRunWithFlowRunName, toMicros } from "@millrace/contract";
import { type SqlBool, sql } from "kysely";
import type { Context } from "../../context.ts";
import { allOf, someRow } from "../../db/filters/members.ts";
import { type Filters, flowRunsWhere, taskRunsWhere } from "../../db/filters/related.ts";
import { invalid } from "../../errors.ts";
import { getTaskRun } from "../task-runs/queries.ts";

const parts = 20;

/**
 * Finished task runs by the twentieth of the period in which they started, whatever state was asked for: what neither failed nor
 * crashed counts as completed (server.md §5.13).
 */
export const countTaskRunsByPeriod = async (ctx: Context, filters: Filters): Promise<TaskRunCount[]> => {
  const { dialect } = ctx.db;
  const { work_pools, work_pool_queues, task_runs, ...rest } = filters;
  const range = task_runs?.start_time;
  if (!task_runs || !range?.after_) throw invalid("task_runs.start_time.after_ is required");
  const start = toMicros(range.after_);
  const width = toMicros(range.before_ ?? ctx.clock.now()) - start;
  const counts = Array.from({ length: parts }, () => ({ completed: 0, failed: 0 }));
  if (width <= 0) return counts;

  const ofQueues = flowRunsWhere(dialect, { work_pools, work_pool_queues });
  const where = allOf([
    taskRunsWhere(dialect, { ...rest, task_runs: { ...task_runs, state: null } }),
    someRow(sql.table("flow_run"), sql<SqlBool>`flow_run.id = task_run.flow_run_id`, ofQueues),
  ]);
  const part = sql<number>`(${dialect.micros(sql.ref("task_run.start_time"))} - cast(${start} as bigint)) * ${sql.lit(parts)} / cast(${width} as bigint)`;
  // What started in the period ended after its beginning: that is what the index knows.
  const { rows } = await sql<{ part: number; state_type: StateType; count: number }>`
    select ${part} as part, state_type, count(*) as count from task_run
    where state_type in ('COMPLETED', 'CANCELLED', 'FAILED', 'CRASHED') and state_timestamp >= ${dialect.time(range.after_)}
      and task_run.start_time is not null ${where === undefined ? sql`` : sql`and ${where}`}
    group by 1, 2`.execute(ctx.db.heavyRead);
  for (const row of rows) {
    const count = counts[Math.min(Number(row.part), parts - 1)];
    if (count === undefined) continue;
    count[row.state_type === "FAILED" || row.state_type === "CRASHED" ? "failed" : "completed"] += row.count;
  }
  return counts;
};

const noTaskRuns: CountByState = {
  SCHEDULED: 0,
  PENDING: 0,
  RUNNING: 0,
  COMPLETED: 0,
  FAILED: 0,
  CANCELLED: 0,
  CRASHED: 0,
  PAUSED: 0,
  CANCELLING: 0,
};

export const countTaskRunsByState = async (ctx: Context, filters: Filters): Promise<CountByState> => {
  const where = taskRunsWhere(ctx.db.dialect, filters, { isCounted: true });
  const { rows } = await sql<{ state_type: string; count: number }>`
    select state_type, count(*) as count from task_run
    where state_type is not null ${where === undefined ? sql`` : sql`and ${where}`} group by 1`.execute(ctx.db.heavyRead);
  return { ...noTaskRuns, ...Object.fromEntries(rows.map((row) => [row.state_type, row.count])) };
};

export const getTaskRunWithFlowRunName = async (ctx: Context, id: string): Promise<TaskRunWithFlowRunName> => {
  const run = await getTaskRun(ctx, ctx.read, id);
  if (run.flow_run_id === null) return { ...run, flow_run_name: null };
  const flowRun = await ctx.read.selectFrom("flow_run").select("name").where("id", "=", run.flow_run_id).executeTakeFirst();
  return { ...run, flow_run_name: flowRun?.name ?? null };
};
