import { addSeconds, type BriefFlowRun, compareInstants, type Overview, type StuckRun } from "@millrace/contract";
import { type SqlBool, sql } from "kysely";
import type { Context } from "../../context.ts";
import { allOf, type Condition } from "../../db/filters/members.ts";
import { type Filters, flowRunsWhere } from "../../db/filters/related.ts";
import { listBriefRuns } from "./brief-runs.ts";

const mostShown = 10;
/** Seconds a run may take for what takes seconds as a rule: to begin, to be cancelled, to give a sign of life. */
const patience = 600;

const countRuns = async (ctx: Context, where: Condition): Promise<number> => {
  const row = await ctx.db.heavyRead.selectFrom("flow_run").select(sql<number>`count(*)`.as("count")).where(where).executeTakeFirst();
  return row?.count ?? 0;
};

const both = (one: Condition, filters: Filters, ctx: Context): Condition => allOf([one, flowRunsWhere(ctx.db.dialect, filters)]) ?? one;

/** Runs that should have started and have not, the longest late first. Only runs that wait have a next start. */
export const listLateRuns = async (ctx: Context, filters: Filters): Promise<Overview["late"]> => {
  const where = both(sql<SqlBool>`flow_run.state_name = 'Late'`, filters, ctx);
  const [count, runs] = await Promise.all([
    countRuns(ctx, where),
    listBriefRuns(ctx.db.heavyRead, { where, by: "next_scheduled_start_time", limit: mostShown }),
  ]);
  return { count, runs };
};

/** Runs that do not leave a state which others leave in seconds, and those that run and are not heard of any more. */
export const listStuckRuns = async (ctx: Context, filters: Filters): Promise<Overview["stuck"]> => {
  const since = ctx.db.dialect.time(addSeconds(ctx.clock.now(), -patience));
  const waiting = both(
    sql<SqlBool>`flow_run.state_type in ('PENDING', 'CANCELLING') and flow_run.state_timestamp <= ${since}`,
    filters,
    ctx,
  );
  const silent = both(
    sql<SqlBool>`flow_run.state_type = 'RUNNING' and flow_run.last_heartbeat is not null and flow_run.last_heartbeat <= ${since}
      and flow_run.last_heartbeat >= flow_run.state_timestamp`,
    filters,
    ctx,
  );
  const by = "state_timestamp";
  const [waitingCount, silentCount, waitingRuns, silentRuns] = await Promise.all([
    countRuns(ctx, waiting),
    countRuns(ctx, silent),
    listBriefRuns(ctx.db.heavyRead, { where: waiting, by, limit: mostShown }),
    listBriefRuns(ctx.db.heavyRead, { where: silent, by, limit: mostShown }),
  ]);
  const runs = [...waitingRuns.flatMap(toWaiting), ...(await toSilent(ctx, silentRuns))];
  runs.sort((one, other) => compareInstants(one.since, other.since));
  return { count: waitingCount + silentCount, runs: runs.slice(0, mostShown) };
};

const toWaiting = (run: BriefFlowRun): StuckRun[] =>
  run.state_timestamp === null
    ? []
    : [{ ...run, reason: run.state_type === "PENDING" ? "pending" : "cancelling", since: run.state_timestamp }];

const toSilent = async (ctx: Context, runs: readonly BriefFlowRun[]): Promise<StuckRun[]> => {
  if (runs.length === 0) return [];
  const ids = runs.map(({ id }) => id);
  const rows = await ctx.db.heavyRead.selectFrom("flow_run").select(["id", "last_heartbeat"]).where("id", "in", ids).execute();
  const heard = new Map(rows.map(({ id, last_heartbeat }) => [id, last_heartbeat]));
  return runs.flatMap((run) => {
    const since = heard.get(run.id) ?? null;
    return since === null ? [] : [{ ...run, reason: "silent" as const, since }];
  });
};
