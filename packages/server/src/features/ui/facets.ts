import type { Facet, FacetValue, FlowRunFacets, Instant, StateType } from "@millrace/contract";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Context } from "../../context.ts";
import { allOf, type Condition } from "../../db/filters/members.ts";
import { isTimed } from "../../db/filters/nouns.ts";
import { type Filters, flowRunsWhere, type RunHints } from "../../db/filters/related.ts";
import { alongFirst, flowRunOrder, isKept } from "../flow-runs/queries.ts";
import { findRunHints } from "../flow-runs/run-hints.ts";
import { type KeptDimension, listKeptCounts } from "../run-states/kept-counts.ts";
import { findNames } from "./find-names.ts";

const mostValues = 50;
/** Runs that are looked at one by one at most, the newest; where counts are kept, only tags have to be counted so. */
const mostCounted = 50_000;
const mostSampled = 5000;
const newestFirst = "START_TIME_DESC";
/** Kinds of run that kept counts are asked for; beyond these values are too rare to be shown. */
const mostKinds = 10_000;

const nothing = sql`cast(null as text)`;

const dimensions = ["state", "flow", "deployment", "queue", "tag"] as const;
type Dimension = (typeof dimensions)[number];

interface Count {
  readonly facet: Dimension;
  readonly value: string | null;
  readonly state_type: StateType | null;
  readonly count: number;
}

const sumOf = (counts: readonly Count[]): number => counts.reduce((sum, { count }) => sum + count, 0);

/** How the flow runs that filters find spread over what they belong to: from the kept counts where these know it. */
export const countFacets = async (ctx: Context, filters: Filters): Promise<FlowRunFacets> => {
  const areKept = isKept(filters);
  const [{ found, since }, kept] = await Promise.all([countFound(ctx, filters, areKept), areKept ? listKept(ctx, filters) : undefined]);
  const counts = Map.groupBy([...(kept ?? []), ...found], ({ facet }) => facet);
  const of = (facet: Dimension): readonly Count[] => counts.get(facet) ?? [];
  const shown = (facet: Dimension) => ({ counts: of(facet), isSampled: since !== null && (kept === undefined || facet === "tag") });
  const [flows, deployments, work_pools] = await Promise.all([
    named(ctx, "flow", shown("flow")),
    named(ctx, "deployment", shown("deployment")),
    ofPools(ctx, shown("queue")),
  ]);
  return {
    counted: sumOf(of("state")),
    since,
    states: toFacet(shown("state"), ({ value, state_type, count }) => ({ id: null, name: value, state_type, count })),
    flows,
    deployments,
    work_pools,
    tags: toFacet(shown("tag"), ({ value, count }) => ({ id: null, name: value, state_type: null, count })),
  };
};

const start = sql`coalesce(flow_run.start_time, flow_run.expected_start_time)`;

/** From when on runs are looked at, so that they are not too many; null for all. What is found by an index or a time is few enough. */
const findSince = async (ctx: Context, filters: Filters, { hints, limit }: { hints: RunHints | undefined; limit: number }) => {
  if (filters.flow_runs && isTimed(filters.flow_runs)) return null;
  if (hints !== undefined && !hints.areMany) return null;
  const { rows } = await sql<{ since: unknown }>`
    select ${start} as since from flow_run where ${start} is not null order by ${start} desc limit 1 offset ${limit}`.execute(
    ctx.db.heavyRead,
  );
  return ctx.db.dialect.readTime(rows[0]?.since);
};

/** Counts runs one by one, the newest of them; only their tags where the other counts are kept. */
const countFound = async (ctx: Context, filters: Filters, areKept: boolean) => {
  const { dialect, heavyRead } = ctx.db;
  const hints = await findRunHints(heavyRead, filters, newestFirst);
  const since = await findSince(ctx, filters, { hints, limit: areKept ? mostSampled : mostCounted });
  const after = (moment: Instant | null) => (moment === null ? undefined : sql<SqlBool>`${start} >= ${dialect.time(moment)}`);
  const where = allOf([flowRunsWhere(dialect, filters, hints), after(since)]);
  // To put whole runs in order takes longer than to count them, and matters only where there are too many.
  const found = await countWhere(ctx, areKept, { where, limit: mostCounted + 1 });
  if (sumOf(found.filter(({ facet }) => facet === "state")) <= mostCounted) return { found, since };
  const { rows } = await sql<{ oldest: unknown }>`
    select ${start} as oldest from flow_run where ${where ?? sql<SqlBool>`1 = 1`}
      order by ${alongFirst(flowRunOrder(newestFirst), newestFirst, hints)} limit 1 offset ${mostCounted - 1}`.execute(heavyRead);
  const newest = allOf([where, after(dialect.readTime(rows[0]?.oldest))]);
  return { found: await countWhere(ctx, areKept, { where: newest, limit: mostCounted }), since };
};

interface Chosen {
  readonly where: Condition | undefined;
  readonly limit: number;
}

const countWhere = async ({ db: { dialect, heavyRead } }: Context, areKept: boolean, { where, limit }: Chosen) => {
  const text = (name: string): RawBuilder<string> => sql`cast(${sql.ref(`found.${name}`)} as text)`;
  const others = sql`
    union all select 'state', state_name, state_type, count(*) from found group by 1, 2, 3
    union all select 'flow', ${text("flow_id")}, ${nothing}, count(*) from found group by flow_id
    union all select 'deployment', ${text("deployment_id")}, ${nothing}, count(*) from found group by deployment_id
    union all select 'queue', ${text("work_queue_id")}, ${nothing}, count(*) from found group by work_queue_id`;
  const { rows } = await sql<Count>`
    with found as materialized (
      select flow_run.state_type, flow_run.state_name, flow_run.flow_id, flow_run.deployment_id, flow_run.work_queue_id, flow_run.tags
      from flow_run where ${where ?? sql<SqlBool>`1 = 1`} limit ${limit})
    select 'tag' as facet, tag.value as value, ${nothing} as state_type, count(*) as count
      from found cross join ${dialect.textsOf(sql.ref("found.tags"), "tag")} group by 2
    ${areKept ? sql`` : others}`.execute(heavyRead);
  return rows;
};

const listKept = async (ctx: Context, filters: Filters): Promise<readonly Count[]> => {
  const db = ctx.db.heavyRead;
  const where = flowRunsWhere(db.dialect, filters);
  const list = (by: readonly KeptDimension[]) => listKeptCounts(db, { by, where, limit: mostKinds });
  const [states, flows, deployments, queues] = await Promise.all([
    list(["state_type", "state_name"]),
    list(["flow_id"]),
    list(["deployment_id"]),
    list(["work_queue_id"]),
  ]);
  const of = (facet: Dimension, value: string | null | undefined, count: number): Count => ({
    facet,
    value: value ?? null,
    state_type: null,
    count,
  });
  return [
    ...states.map(({ state_name, state_type = null, count }): Count => ({ ...of("state", state_name, count), state_type })),
    ...flows.map(({ flow_id, count }) => of("flow", flow_id, count)),
    ...deployments.map(({ deployment_id, count }) => of("deployment", deployment_id, count)),
    ...queues.map(({ work_queue_id, count }) => of("queue", work_queue_id, count)),
  ];
};

interface Shown {
  readonly counts: readonly Count[];
  readonly isSampled: boolean;
}

/** Equal counts keep an order of their own, so that nothing jumps about when the same is asked again. */
const mostFrequent = <T extends Pick<Count, "value" | "count">>(counts: readonly T[]): T[] =>
  [...counts].sort((one, other) => other.count - one.count || ((one.value ?? "") < (other.value ?? "") ? -1 : 1)).slice(0, mostValues);

const toFacet = ({ counts, isSampled }: Shown, show: (count: Count) => FacetValue): Facet => ({
  values: mostFrequent(counts).map(show),
  is_truncated: counts.length > mostValues,
  is_sampled: isSampled,
});

/** Flows or deployments by their names. What was deleted meanwhile has none. */
const named = async (ctx: Context, table: "flow" | "deployment", shown: Shown): Promise<Facet> => {
  const ids = mostFrequent(shown.counts).map(({ value }) => value);
  const names = await findNames(ctx.read, table, ids);
  return toFacet(shown, ({ value, count }) => ({ id: value, name: names.get(value ?? "") ?? null, state_type: null, count }));
};

/** Runs know their queue, and it its pool. */
const ofPools = async (ctx: Context, { counts, isSampled }: Shown): Promise<Facet> => {
  const queues = await ctx.read
    .selectFrom("work_queue")
    .innerJoin("work_pool", "work_pool.id", "work_queue.work_pool_id")
    .select(["work_queue.id as queue_id", "work_pool.id", "work_pool.name"])
    .execute();
  const poolOf = new Map(queues.map(({ queue_id, id }) => [queue_id, id]));
  const names = new Map(queues.map(({ id, name }) => [id, name]));
  const byPool = Map.groupBy(counts, ({ value }) => poolOf.get(value ?? "") ?? null);
  const all = [...byPool].map(([value, list]) => ({ value, count: sumOf(list) }));
  const values = mostFrequent(all).map(({ value: id, count }) => ({ id, name: names.get(id ?? "") ?? null, state_type: null, count }));
  return { values, is_truncated: all.length > mostValues, is_sampled: isSampled };
};
