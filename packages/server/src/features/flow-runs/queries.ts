import type { DurationSort, FlowRun, FlowRunSort, Instant } from "@millrace/contract";
import { type RawBuilder, sql } from "kysely";
import type { Context } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import type { Dialect } from "../../db/dialect.ts";
import { allOf } from "../../db/filters/members.ts";
import { areOfRunsAlone, type Filters, flowRunsWhere, isNothing, type RunHints } from "../../db/filters/related.ts";
import { secondsRun } from "../../db/filters/traits.ts";
import { soughtBy } from "../../db/run-texts.ts";
import { type Statement, statement } from "../../db/statement.ts";
import { notFound } from "../../errors.ts";
import { countKept } from "../run-states/kept-counts.ts";
import { type FlowRunRow, selectFlowRuns, toFlowRun } from "./flow-run-rows.ts";
import { findRunHints, findTextHints } from "./run-hints.ts";
import { findTagLead, isPassedOver, selectAlongTag, type TagLead } from "./tag-lead.ts";

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

const columns: Readonly<Record<FlowRunSort, RawBuilder<unknown>>> = {
  ID_DESC: sql`flow_run.id`,
  START_TIME_ASC: started,
  START_TIME_DESC: started,
  EXPECTED_START_TIME_ASC: sql`flow_run.expected_start_time`,
  EXPECTED_START_TIME_DESC: sql`flow_run.expected_start_time`,
  NAME_ASC: sql`flow_run.name`,
  NAME_DESC: sql`flow_run.name`,
  NEXT_SCHEDULED_START_TIME_ASC: sql`flow_run.next_scheduled_start_time`,
  END_TIME_DESC: sql`flow_run.end_time`,
};

const isOfDurations = (sort: FlowRunSort | DurationSort): sort is DurationSort => sort.startsWith("DURATION");

const directionOf = (sort: FlowRunSort | DurationSort) => (sort.endsWith("_DESC") ? "desc" : "asc");

/** What a list is ordered by. */
const columnOf = (dialect: Dialect, sort: FlowRunSort | DurationSort, now: Instant): RawBuilder<unknown> =>
  isOfDurations(sort) ? secondsRun(dialect, "flow_run", now) : columns[sort];

/** Runs that have not started come last, whichever way durations are ordered. */
const orderBy = (column: RawBuilder<unknown>, sort: FlowRunSort | DurationSort): RawBuilder<unknown> => {
  const order = sql`${column} ${sql.raw(directionOf(sort))}`;
  return isOfDurations(sort) ? sql`flow_run.start_time is null, ${order}` : order;
};

export const flowRunOrder = (sort: FlowRunSort): RawBuilder<unknown> => orderBy(columns[sort], sort);

/** The order of a list, led by the column along whose index it goes: in all that it shows, that has one value. */
export const alongFirst = (
  order: RawBuilder<unknown>,
  sort: FlowRunSort | DurationSort,
  hints: RunHints | undefined,
): RawBuilder<unknown> =>
  hints?.along === undefined ? order : sql`${sql.ref(`flow_run.${hints.along}`)} ${sql.raw(directionOf(sort))}, ${order}`;

/** How many runs are put in order together at most, rather than passed over along the order of all. */
const mostMerged = 4000;

/** The lists that one of so many runs is put together from, each of the runs of one thing; none where it is not. */
const partsOf = (hints: RunHints | undefined, depth: number): readonly RunHints[] => {
  const { name, values } = hints?.alongEach ?? {};
  if (hints === undefined || name === undefined || values === undefined || values.length * depth > mostMerged) return [];
  return values.map((value) => ({ ...hints, along: name, values: { ...hints.values, [name]: [value] } }));
};

export interface Slice {
  readonly sort: FlowRunSort | DurationSort;
  readonly limit: number;
  readonly offset: number;
}

interface Wanted extends Slice {
  readonly filters: Filters;
}

interface Found {
  readonly column: RawBuilder<unknown>;
  readonly hints: RunHints | undefined;
  readonly lead: TagLead | undefined;
}

/** The ids of the runs that a list shows. */
const selectListed = (db: Queries, { filters, sort, limit, offset }: Wanted, { column, hints, lead }: Found) => {
  const [direction, most] = [directionOf(sort), offset + limit] as const;
  const inOrder = (known: RunHints | undefined) => {
    const where = flowRunsWhere(db.dialect, filters, known);
    const all = db.selectFrom("flow_run").select("flow_run.id");
    return (where === undefined ? all : all.where(where)).orderBy(alongFirst(orderBy(column, sort), sort, known)).orderBy("flow_run.id");
  };
  const ofTags = lead?.tags.map((tag) => selectAlongTag(db.dialect, lead, { tag, direction, most }).as("part"));
  const parts = ofTags ?? partsOf(hints, most).map((part) => inOrder(part).select(column.as("place")).limit(most).as("part"));
  const [first, ...others] = parts.map((part) => db.selectFrom(part).selectAll());
  if (first === undefined) return inOrder(hints).limit(limit).offset(offset);
  // A run may have several of the tags.
  const merged = others.reduce((all, other) => (lead === undefined ? all.unionAll(other) : all.union(other)), first);
  const listed = db.selectFrom(merged.as("merged")).select("merged.id");
  return listed.orderBy("merged.place", direction).orderBy("merged.id").limit(limit).offset(offset);
};

const findTagsAlong = (dialect: Dialect, { filters, sort, limit, offset }: Wanted): TagLead | undefined => {
  const lead = findTagLead(dialect, filters, sort);
  return lead !== undefined && (lead.tags.length === 1 || lead.tags.length * (offset + limit) <= mostMerged) ? lead : undefined;
};

export const listFlowRuns = async (ctx: Pick<Context, "clock">, db: Queries, wanted: Wanted): Promise<FlowRun[]> => {
  const now = ctx.clock.now();
  const column = columnOf(db.dialect, wanted.sort, now);
  const lead = findTagsAlong(db.dialect, wanted);
  const hints = lead?.isAll === true ? undefined : await findRunHints(db, wanted.filters, wanted.sort);
  const listed = selectListed(db, wanted, { column, hints, lead: isPassedOver(hints) ? lead : undefined });
  // Only those shown are read whole: what is passed over, or sorted, costs little.
  const rows = await selectFlowRuns(db)
    .where("flow_run.id", "in", listed)
    .orderBy(orderBy(column, wanted.sort))
    .orderBy("flow_run.id")
    .execute();
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

/** Whether a filter asks only for what runs are counted by: what they belong to, and their state. */
export const isKept = ({ flow_runs, task_runs, traits }: Filters): boolean => {
  const { operator: _, state: __, deployment_id: ___, ...others } = flow_runs ?? {};
  return !task_runs && !traits && isNothing(others);
};

/** Whether a filter asks only for the names and tags of runs. */
const isOfTexts = (filters: Filters): boolean => {
  const { operator: _, name: __, tags: ___, ...others } = filters.flow_runs ?? {};
  return isNothing(others) && areOfRunsAlone(filters);
};

export const countFlowRuns = async (db: Queries, filters: Filters): Promise<number> => {
  if (isKept(filters)) return countKept(db, "flow_run", flowRunsWhere(db.dialect, filters));
  const narrow = isOfTexts(filters) ? db.dialect.runTexts.narrow : undefined;
  const mayHold = await narrow?.mayHold(db, soughtBy(filters.flow_runs)?.nameParts ?? [], sql.ref("flow_run.name"));
  const hints = narrow === undefined ? await findTextHints(db, filters, { isCounted: true }) : undefined;
  const where = allOf([mayHold, flowRunsWhere(db.dialect, filters, hints)]) ?? sql`1 = 1`;
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ${narrow?.table ?? sql`flow_run`} as flow_run where ${where}`.execute(db);
  return rows[0]?.count ?? 0;
};
