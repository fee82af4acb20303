import { type RawBuilder, sql } from "kysely";
import type { Dialect } from "../../db/dialect.ts";
import { allOf, column, isBetween } from "../../db/filters/members.ts";
import { areOfRunsAlone, type Filters, flowRunsWhere, isNothing, type RunHints } from "../../db/filters/related.ts";
import { mostTagLetters, soughtBy } from "../../db/run-texts.ts";

/** What a list of runs goes along where it asks for tags: the runs of these alone. */
export interface TagLead {
  /** Of these each run has one at least. */
  readonly tags: readonly string[];
  /** All tags of all runs. */
  readonly table: RawBuilder<unknown>;
  /** What else is asked of the runs. */
  readonly rest: Filters;
  /** Whether that is nothing but when they started. */
  readonly isAll: boolean;
}

/**
 * Undefined for runs that tags do not lead to: in other orders, and where they may have others instead. And where more is asked than
 * state and time, as few runs may be found by that: the index of tags knows none of them by their ids.
 */
export const findTagLead = ({ runTags: table }: Dialect, filters: Filters, sort: string): TagLead | undefined => {
  const { flow_runs: own } = filters;
  const [tags, ...others] = soughtBy(own)?.tags ?? [];
  if (!sort.startsWith("START_TIME") || table === undefined || !own || tags === undefined) return undefined;
  const { operator: _, tags: asked, start_time: __, state, ...more } = own;
  if (tags.some((tag) => tag.length > mostTagLetters) || !areOfRunsAlone(filters) || !isNothing(more)) return undefined;
  const isAnswered = others.length === 0 && isNothing({ is_null_: asked?.is_null_ });
  const rest = { flow_runs: isAnswered ? { ...own, tags: null } : own };
  return { tags, table, rest, isAll: isAnswered && isNothing({ state }) };
};

/** Whether hints leave nothing to a list but to go along all runs, where those of a tag are fewer. */
export const isPassedOver = (hints: RunHints | undefined): boolean =>
  hints === undefined || (hints.areMany && hints.mayHave === undefined && hints.along === undefined && hints.alongEach === undefined);

/** The first `most` runs that have a tag and meet the rest, in the order of their start, which is their `place`. */
export const selectAlongTag = (
  dialect: Dialect,
  { table, rest }: TagLead,
  part: { tag: string; direction: "asc" | "desc"; most: number },
) => {
  const { before_ = null, after_ = null } = rest.flow_runs?.start_time ?? {};
  const where = allOf([
    isBetween(dialect, column("tagged.start_time"), { before_, after_ }),
    flowRunsWhere(dialect, rest, { areMany: true, values: {} }),
  ]);
  return sql<{ id: string; place: string }>`(
    select flow_run.id, tagged.start_time as place from ${table} as tagged join flow_run on flow_run.id = tagged.flow_run_id
    where tagged.tag = ${part.tag} and ${where ?? sql`1 = 1`}
    order by tagged.start_time ${sql.raw(part.direction)}, tagged.flow_run_id limit ${part.most})`;
};
