import type { FlowRunFilterInput } from "@millrace/contract";
import { momentsOf, readTimeRange, type TimeRange } from "../../components/time/time-range.ts";
import { printQuery, type Term } from "../../query/terms.ts";

/** Which runs the overview is about, and of which time. */
export interface Scope {
  readonly range: TimeRange;
  /** Runs must carry all of them. */
  readonly tags: readonly string[];
  readonly hidesSubflows: boolean;
}

interface Search {
  readonly window?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly hide_subflows?: boolean | undefined;
}

/** What an address says. */
export const scopeOf = ({ window, from, to, tags = [], hide_subflows = false }: Search): Scope => ({
  range: readTimeRange({ window, from, to }, "24h"),
  tags,
  hidesSubflows: hide_subflows,
});

/** The filter of the runs it is about, whenever they run. */
export const filterOf = ({ tags, hidesSubflows }: Scope): FlowRunFilterInput => ({
  ...(tags.length === 0 ? {} : { tags: { all_: tags } }),
  ...(hidesSubflows ? { parent_task_run_id: { is_null_: true } } : {}),
});

export const hasFilter = ({ tags, hidesSubflows }: Scope): boolean => tags.length > 0 || hidesSubflows;

/** The period as start and end, as things are now (milliseconds since 1970). */
export const periodOf = ({ range }: Scope, now: number): { readonly start: string; readonly end: string } => {
  const { after, before } = momentsOf(range, now);
  return { start: after, end: before };
};

const is = (field: string, ...values: readonly string[]): Term => ({ field, values, isNegated: false });

interface Wanted {
  /** Types or names of states. */
  readonly states?: readonly string[];
  readonly flow?: string;
  readonly pool?: string;
  /** Which time lies in the period: when runs were expected to start, or when they ended. None for those of any time. */
  readonly by?: "expected" | "ended";
  /** A part of the period, in place of all of it; `end` does not belong to it. */
  readonly part?: { readonly start: string; readonly end: string };
}

/** A millisecond earlier: the query language counts both ends in. */
const justBefore = (moment: string): string => new Date(Date.parse(moment) - 1).toISOString();

const timeOf = ({ range }: Scope, part: Wanted["part"]): string => {
  if (part !== undefined) return `${part.start}..${justBefore(part.end)}`;
  return range.kind === "last" ? `-${range.window}..+0s` : `${range.from}..${range.to}`;
};

/** The query of the list that shows just the runs of a number on the overview; a period that ends now goes on doing so. */
export const queryOf = (scope: Scope, { states = [], flow, pool, by, part }: Wanted): string =>
  printQuery([
    ...(states.length === 0 ? [] : [is("state", ...states)]),
    ...(flow === undefined ? [] : [is("flow", flow)]),
    ...(pool === undefined ? [] : [is("pool", pool)]),
    ...(by === undefined ? [] : [is(by, timeOf(scope, part))]),
    ...scope.tags.map((tag) => is("tag", tag)),
    ...(scope.hidesSubflows ? [{ ...is("is", "subflow"), isNegated: true }] : []),
  ]);
