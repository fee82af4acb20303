import type { DurationSort, Instant, TaskRun, TaskRunSort } from "@millrace/contract";
import { sql } from "kysely";
import type { Context } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import type { Dialect } from "../../db/dialect.ts";
import { taskRunCondition } from "../../db/filters/nouns.ts";
import { type Filters, taskRunsWhere } from "../../db/filters/related.ts";
import { secondsRun } from "../../db/filters/traits.ts";
import { type Statement, statement } from "../../db/statement.ts";
import { notFound } from "../../errors.ts";
import { countKept } from "../run-states/kept-counts.ts";
import { countedTaskRunsWhere } from "./counted.ts";
import { selectTaskRuns, type TaskRunRow, toTaskRun } from "./task-run-rows.ts";
import { findTextHint } from "./text-hint.ts";

const taskRunById: Statement<{ id: string }, TaskRunRow> = statement<{ id: string }>()((db, value) =>
  selectTaskRuns(db).where("task_run.id", "=", value("id")),
);

export const findTaskRun = async (ctx: Pick<Context, "clock">, db: Queries, id: string): Promise<TaskRun | undefined> => {
  const [row] = await taskRunById.run(db, { id });
  return row === undefined ? undefined : toTaskRun(row, ctx.clock.now());
};

export const getTaskRun = async (ctx: Pick<Context, "clock">, db: Queries, id: string): Promise<TaskRun> => {
  const run = await findTaskRun(ctx, db, id);
  // The protocol's own words, other than those of PATCH (server.md §5.3).
  if (run === undefined) throw notFound("Task not found");
  return run;
};

const orders: Readonly<Record<TaskRunSort, ReturnType<typeof sql>>> = {
  ID_DESC: sql`task_run.id desc`,
  EXPECTED_START_TIME_ASC: sql`task_run.expected_start_time asc`,
  EXPECTED_START_TIME_DESC: sql`task_run.expected_start_time desc`,
  NAME_ASC: sql`task_run.name asc`,
  NAME_DESC: sql`task_run.name desc`,
  NEXT_SCHEDULED_START_TIME_ASC: sql`task_run.next_scheduled_start_time asc`,
  END_TIME_DESC: sql`task_run.end_time desc`,
};

/** Task runs that have not started come last, whichever way durations are ordered. */
const orderOf = (dialect: Dialect, sort: TaskRunSort | DurationSort, now: Instant) => {
  const ran = secondsRun(dialect, "task_run", now);
  if (sort === "DURATION_ASC") return sql`task_run.start_time is null, ${ran} asc`;
  return sort === "DURATION_DESC" ? sql`task_run.start_time is null, ${ran} desc` : orders[sort];
};

export interface Slice {
  readonly filters: Filters;
  readonly sort: TaskRunSort | DurationSort;
  readonly limit: number;
  readonly offset: number;
}

export const listTaskRuns = async (ctx: Pick<Context, "clock">, db: Queries, slice: Slice): Promise<TaskRun[]> => {
  const { filters, sort, limit, offset } = slice;
  const where = taskRunsWhere(db.dialect, filters, { mayHave: await findTextHint(db, filters) });
  const now = ctx.clock.now();
  const order = orderOf(db.dialect, sort, now);
  const all = db.selectFrom("task_run").select("task_run.id").orderBy(order).orderBy("task_run.id");
  const chosen = (where === undefined ? all : all.where(where)).limit(limit).offset(offset);
  // Only those shown are read whole: what is passed over, or sorted, costs little.
  const rows = await selectTaskRuns(db).where("task_run.id", "in", chosen).orderBy(order).orderBy("task_run.id").execute();
  return rows.map((row) => toTaskRun(row, now));
};

export const countTaskRuns = async (db: Queries, filters: Filters): Promise<number> => {
  const { start_time, expected_start_time, operator } = filters.task_runs ?? {};
  const period = operator === "or_" ? undefined : taskRunCondition(db.dialect, { operator: "and_", start_time, expected_start_time });
  const where = await countedTaskRunsWhere(db, filters, period);
  if (where === undefined) return countKept(db, "task_run");
  const all = db.selectFrom("task_run").where(where).select(sql<number>`count(*)`.as("count"));
  return (await all.executeTakeFirst())?.count ?? 0;
};
