import type { DeploymentHealth, DeploymentSummary, FlowSummary, StateType } from "@millrace/contract";
import { type RawBuilder, sql } from "kysely";
import type { Context } from "../../context.ts";
import { countDeploymentsOf } from "./flow-runs.ts";
import type { Period } from "./periods.ts";
import { atPercent, hasEnded } from "./quantiles.ts";
import { listRecentRuns, listUpcomingRuns } from "./recent-runs.ts";

/** Bars in a row of a list. */
const mostBars = 16;
const mostLast = 10;

const byId = <T extends { readonly id: string }>(list: readonly T[]): Record<string, T> =>
  Object.fromEntries(list.map((one) => [one.id, one]));

/** What a list of flows shows besides the flows, by id. */
export const summarizeFlows = async (ctx: Context, ids: readonly string[]): Promise<Record<string, FlowSummary>> => {
  const [deployments, recent, upcoming] = await Promise.all([
    countDeploymentsOf(ctx.read, ids),
    listRecentRuns(ctx, { owner: "flow", ids, limit: mostBars }),
    listUpcomingRuns(ctx, { owner: "flow", ids }),
  ]);
  return byId(
    ids.map((id) => ({ id, deployments: deployments[id] ?? 0, activity: recent.get(id) ?? [], next_run: upcoming.get(id) ?? null })),
  );
};

/** What a list of deployments shows besides the deployments, by id. */
export const summarizeDeployments = async (ctx: Context, ids: readonly string[]): Promise<Record<string, DeploymentSummary>> => {
  const [schedules, recent, upcoming] = await Promise.all([
    listSchedules(ctx, ids),
    listRecentRuns(ctx, { owner: "deployment", ids, limit: mostBars }),
    listUpcomingRuns(ctx, { owner: "deployment", ids }),
  ]);
  return byId(
    ids.map((id) => {
      const of = schedules.get(id) ?? [];
      const schedules_active = of.filter(({ active }) => active).length;
      return { id, schedules: of.length, schedules_active, activity: recent.get(id) ?? [], next_run: upcoming.get(id) ?? null };
    }),
  );
};

const listSchedules = async (ctx: Context, ids: readonly string[]) => {
  if (ids.length === 0) return new Map<string, never[]>();
  const schedules = ctx.read.selectFrom("deployment_schedule").select(["deployment_id", "active"]);
  return Map.groupBy(await schedules.where("deployment_id", "in", [...ids]).execute(), ({ deployment_id }) => deployment_id);
};

const start = sql`coalesce(flow_run.start_time, flow_run.expected_start_time)`;

/** The runs of some deployments in a period; the index of both leads to them. */
const runsOf = (ctx: Context, ids: readonly string[], { start: from, end }: Period): RawBuilder<unknown> => {
  const { dialect } = ctx.db;
  return sql`flow_run where flow_run.deployment_id in (${sql.join([...ids])})
    and ${start} >= ${dialect.time(from)} and ${start} <= ${dialect.time(end)}`;
};

/** How the runs of deployments fared in a period, by id. */
export const countDeploymentHealth = async (
  ctx: Context,
  ids: readonly string[],
  period: Period,
): Promise<Record<string, DeploymentHealth>> => {
  if (ids.length === 0) return {};
  const [counts, durations, recent] = await Promise.all([
    listStates(ctx, ids, period),
    listDurations(ctx, ids, period),
    listRecentRuns(ctx, { owner: "deployment", ids, limit: mostLast }),
  ]);
  return byId(
    ids.map((id) => {
      const of = new Map(counts.get(id)?.map(({ state_type, count }) => [state_type, count]));
      const [completed, failed, crashed] = [of.get("COMPLETED") ?? 0, of.get("FAILED") ?? 0, of.get("CRASHED") ?? 0];
      const ended = completed + failed + crashed;
      const { duration_p50 = null, duration_p95 = null } = durations.get(id) ?? {};
      return {
        id,
        runs: [...of.values()].reduce((sum, count) => sum + count, 0),
        completed,
        failed,
        crashed,
        cancelled: of.get("CANCELLED") ?? 0,
        failure_rate: ended === 0 ? null : (failed + crashed) / ended,
        duration_p50,
        duration_p95,
        last_runs: recent.get(id) ?? [],
      };
    }),
  );
};

const listStates = async (ctx: Context, ids: readonly string[], period: Period) => {
  const { rows } = await sql<{ id: string; state_type: StateType; count: number }>`
    select flow_run.deployment_id as id, flow_run.state_type, count(*) as count
    from ${runsOf(ctx, ids, period)} and flow_run.state_type is not null group by 1, 2`.execute(ctx.db.heavyRead);
  return Map.groupBy(rows, ({ id }) => id);
};

const listDurations = async (ctx: Context, ids: readonly string[], period: Period) => {
  const [value, n] = [sql`duration`, sql`n`];
  const { rows } = await sql<{ id: string; duration_p50: number | null; duration_p95: number | null }>`
    select id, ${atPercent(value, 50, n)} as duration_p50, ${atPercent(value, 95, n)} as duration_p95
    from (select flow_run.deployment_id as id, flow_run.total_run_time as duration, count(*) over (partition by flow_run.deployment_id) as n,
        row_number() over (partition by flow_run.deployment_id order by flow_run.total_run_time) as place
      from ${runsOf(ctx, ids, period)} and ${hasEnded}) as ranked
    group by id`.execute(ctx.db.heavyRead);
  return new Map(rows.map(({ id, ...durations }) => [id, durations]));
};
