import type { DurationSort, FlowRun, FlowRunSort, Instant } from "@millrace/contract";
import { sql } from "kysely";
import type { Context } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import type { Dialect } from "../../db/dialect.ts";
import { type Filters, flowRunsWhere } from "../../db/filters/related.ts";
import { secondsRun } from "../../db/filters/traits.ts";
import { type Statement, statement } from "../../db/statement.ts";
import { notFound } from "../../errors.ts";
import { countKept } from "../run-states/kept-counts.ts";
import { type FlowRunRow, selectFlowRuns, toFlowRun } from "./flow-run-rows.ts";
import { findRunHints, findTextHints } from "./run-hints.ts";

const flowRunById: Statement<{ id: string }, FlowRunRow> = statement<{ id: string }>()((db, value) =>
  selectFlowRuns(db).where("flow_run.id", "=", value("id")),
);

export const findFlowRun = async (ctx: Pick<Context, "read" | "clock">, id: string): Promise<FlowRun | undefined> => {
  const [row] = await flowRunById.run(ctx.read, { id });
  return row === undefined ? undefined : toFlowRun(row, ctx.clock.now());
};

export const getFlowRun = async (ctx: Pick<Context, "read" | "clock">, id: string): Promise<FlowRun> => {
  const run = await findFlowRun(ctx, id);
  if (run === undefined) throw notFound("Flow run not found");
  return run;
};

/** A run that has not started is placed where it should have started. */
const started = sql`coalesce(flow_run.start_time, flow_run.expected_start_time)`;

export const flowRunOrders: Readonly<Record<FlowRunSort, ReturnType<typeof sql>>> = {
  ID_DESC: sql`flow_run.id desc`,
  START_TIME_ASC: sql`${started} asc`,
  START_TIME_DESC: sql`${started} desc`,
  EXPECTED_START_TIME_ASC: sql`flow_run.expected_start_time asc`,
  EXPECTED_START_TIME_DESC: sql`flow_run.expected_start_time desc`,
  NAME_ASC: sql`flow_run.name asc`,
  NAME_DESC: sql`flow_run.name desc`,
  NEXT_SCHEDULED_START_TIME_ASC: sql`flow_run.next_scheduled_start_time asc`,
  END_TIME_DESC: sql`flow_run.end_time desc`,
};

/** Runs that have not started come last, whichever way durations are ordered. */
const orderOf = (dialect: Dialect, sort: FlowRunSort | DurationSort, now: Instant) => {
  const ran = secondsRun(dialect, "flow_run", now);
  if (sort === "DURATION_ASC") return sql`flow_run.start_time is null, ${ran} asc`;
  return sort === "DURATION_DESC" ? sql`flow_run.start_time is null, ${ran} desc` : flowRunOrders[sort];
};

export interface Slice {
  readonly sort: FlowRunSort | DurationSort;
  readonly limit: number;
  readonly offset: number;
}

export const listFlowRuns = async (
  ctx: Pick<Context, "clock">,
  db: Queries,
  { filters, sort, limit, offset }: { filters: Filters } & Slice,
): Promise<FlowRun[]> => {
  const where = flowRunsWhere(db.dialect, filters, await findRunHints(db, filters, sort));
  const now = ctx.clock.now();
  const order = orderOf(db.dialect, sort, now);
  const all = db.selectFrom("flow_run").select("flow_run.id").orderBy(order).orderBy("flow_run.id");
  const chosen = (where === undefined ? all : all.where(where)).limit(limit).offset(offset);
  // Only those shown are read whole: what is passed over, or sorted, costs little.
  const rows = await selectFlowRuns(db).where("flow_run.id", "in", chosen).orderBy(order).orderBy("flow_run.id").execute();
  return rows.map((row) => toFlowRun(row, now));
};

/** The ids a list would show, for operations on many runs. */
export const listFlowRunIds = async (db: Queries, filters: Filters, limit: number): Promise<string[]> => {
  const where = flowRunsWhere(db.dialect, filters, await findTextHints(db, filters));
  const all = db.selectFrom("flow_run").select("flow_run.id");
  const matching = where === undefined ? all : all.where(where);
  const rows = await matching.orderBy("flow_run.id", "desc").limit(limit).execute();
  return rows.map((row) => row.id);
};

const isNothing = (asked: object): boolean => Object.values(asked).every((each) => each === null || each === undefined);

/** Whether a filter asks only for what runs are counted by: what they belong to, and their state. */
export const isKept = ({ flow_runs, task_runs, traits }: Filters): boolean => {
  const { operator: _, state: __, deployment_id: ___, ...others } = flow_runs ?? {};
  return !task_runs && !traits && isNothing(others);
};

/** Whether a filter asks only for the names and tags of runs. */
const isOfTexts = ({ flow_runs, flows, task_runs, deployments, work_pools, work_pool_queues, traits }: Filters): boolean => {
  const { operator: _, name: __, tags: ___, ...others } = flow_runs ?? {};
  return isNothing(others) && isNothing({ flows, task_runs, deployments, work_pools, work_pool_queues, traits });
};

export const countFlowRuns = async (db: Queries, filters: Filters): Promise<number> => {
  if (isKept(filters)) return countKept(db, "flow_run", flowRunsWhere(db.dialect, filters));
  const { narrow } = db.dialect.runTexts;
  const isNarrow = narrow !== undefined && isOfTexts(filters);
  const hints = isNarrow ? undefined : await findTextHints(db, filters, { isCounted: true });
  const where = flowRunsWhere(db.dialect, filters, hints) ?? sql`1 = 1`;
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ${isNarrow ? narrow : sql`flow_run`} as flow_run where ${where}`.execute(db);
  return rows[0]?.count ?? 0;
};
