import { momentsOf, readTimeRange, type TimeRange } from "../../components/time/time-range.ts";
import { type Compiled, compileQuery, type QueryFields } from "../../query/compile.ts";
import { type FlowRunFilters, flowRunFields } from "../../query/flow-run-query.ts";
import { type TaskRunFilters, taskRunFields } from "../../query/other-queries.ts";
import { runTraitFields } from "../../query/run-traits-query.ts";
import { parseQuery } from "../../query/terms.ts";
import type { RunsSearch } from "./runs-search.ts";

/** Which runs a list is about. */
export interface RunScope {
  readonly q: string;
  /** Undefined for any time. */
  readonly range: TimeRange | undefined;
  /** The server filters by durations and parameters too. */
  readonly knowsTraits?: boolean;
}

const usual = "7d";

/** The bare list is the last days'; a query that comes without a period means any time. */
export const readScope = ({ q, window, from, to }: RunsSearch): RunScope => {
  const isChosen = window !== undefined || from !== undefined || to !== undefined;
  if (window === "all" || (q !== undefined && !isChosen)) return { q: q ?? "", range: undefined };
  return { q: q ?? "", range: readTimeRange({ window, from, to }, usual) };
};

interface Period {
  readonly after_?: string | null | undefined;
  readonly before_?: string | null | undefined;
}

/** A query's own period goes before the chosen one. */
const within = (own: Period | null | undefined, { range }: RunScope, now: number) => {
  if (own || range === undefined) return own ? { expected_start_time: own } : {};
  const { after, before } = momentsOf(range, now);
  return { expected_start_time: { after_: after, before_: before } };
};

const compile = <F extends object>(scope: RunScope, fields: QueryFields<F>, now: number): Compiled<F> =>
  compileQuery(parseQuery(scope.q), { fields, empty: {} as F, now });

/** The query language of the list of flow runs. */
export const fieldsOf = ({ knowsTraits = false }: RunScope): QueryFields<FlowRunFilters> => (knowsTraits ? runTraitFields : flowRunFields);

/** What the list of flow runs asks for, as things are now (milliseconds since 1970). */
export const flowRunFilters = (scope: RunScope, now: number): Compiled<FlowRunFilters> => {
  const { filters, refusals } = compile<FlowRunFilters>(scope, fieldsOf(scope), now);
  const period = within(filters.flow_runs?.expected_start_time, scope, now);
  return { filters: { ...filters, flow_runs: { ...filters.flow_runs, ...period } }, refusals };
};

/** The same for task runs, whose own state, tags and times count. */
export const taskRunFilters = (scope: RunScope, now: number): Compiled<TaskRunFilters> => {
  const { filters, refusals } = compile<TaskRunFilters>(scope, taskRunFields, now);
  const period = within(filters.task_runs?.expected_start_time, scope, now);
  return { filters: { ...filters, task_runs: { ...filters.task_runs, ...period } }, refusals };
};

/** The period that bars over time show: what the runs are filtered by, or else the last days. */
export const periodOf = (expected: Period | null | undefined, now: number): { readonly start: string; readonly end: string } => {
  const end = expected?.before_ ?? momentsOf({ kind: "last", window: usual }, now).before;
  const start = expected?.after_ ?? momentsOf({ kind: "last", window: usual }, Date.parse(end)).after;
  return start < end ? { start, end } : { start: end, end: start };
};
