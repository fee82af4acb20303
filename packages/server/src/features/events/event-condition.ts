import {
  addSeconds,
  type EventFilter,
  type EventNameFilter,
  type EventRelatedFilter,
  type EventResourceFilter,
  type Instant,
  type LabelPatterns,
} from "@millrace/contract";
import { type Expression, type SqlBool, sql } from "kysely";
import type { Dialect } from "../../db/dialect.ts";
import { allOf, type Condition, column, combine, isAnyOf, isNoneOf } from "../../db/filters/members.ts";
import { joinValues } from "../../db/join-asked.ts";
import { textCondition } from "../logs/text-condition.ts";

type Maybe<T> = T | null | undefined;
type Json = Expression<unknown>;

/** A filter whose period has both ends. */
export interface BoundedFilter extends EventFilter {
  readonly occurred: { readonly since: Instant; readonly until: Instant };
}

/** The filter with the period it means: 180 days before today, until now (server.md §A.3). */
export const boundPeriod = (filter: EventFilter, now: Instant): BoundedFilter => {
  const today = `${now.slice(0, 10)}T00:00:00Z`;
  const { since = addSeconds(today, -180 * 86_400), until = now } = filter.occurred ?? {};
  return { ...filter, occurred: { since, until } };
};

/** An empty list asks for nothing, like none at all. */
const given = <T>(values: Maybe<readonly T[]>): readonly T[] | undefined => (values && values.length > 0 ? values : undefined);

const startsWith = (of: Json, prefix: string): Condition => sql<SqlBool>`substr(${of}, 1, length(cast(${prefix} as text))) = ${prefix}`;
const startsWithSome = (of: Json, prefixes: Maybe<readonly string[]>): Condition | undefined =>
  combine("or_", given(prefixes)?.map((prefix) => startsWith(of, prefix)) ?? []);
const not = (condition: Condition | undefined): Condition | undefined =>
  condition === undefined ? undefined : sql<SqlBool>`not ${condition}`;

const nameCondition = (filter: Maybe<EventNameFilter>): Condition | undefined => {
  const name = column("event.event");
  return filter
    ? allOf([
        isAnyOf(name, given(filter.name)),
        isNoneOf(name, filter.exclude_name),
        startsWithSome(name, filter.prefix),
        not(startsWithSome(name, filter.exclude_prefix)),
      ])
    : undefined;
};

/** Labels by pattern, as the matcher of new events takes them (event-matcher.ts). */
const labelsCondition = (dialect: Dialect, of: Json, patterns: Maybe<LabelPatterns>): Condition | undefined =>
  allOf(
    Object.entries(patterns ?? {}).map(([name, wanted]) => {
      const value = dialect.label(of, name);
      const alternatives = (typeof wanted === "string" ? [wanted] : wanted).map((pattern) => patternCondition(dialect, value, pattern));
      return sql<SqlBool>`(${value} is not null and ${combine("or_", alternatives) ?? sql<SqlBool>`1 = 0`})`;
    }),
  );

const patternCondition = (dialect: Dialect, of: Json, pattern: string): Condition => {
  const isNegated = pattern.startsWith("!");
  const bare = isNegated ? pattern.slice(1) : pattern;
  const condition = /[*?]/.test(bare) ? dialect.matchesWildcards(of, bare) : sql<SqlBool>`${of} = ${bare}`;
  return isNegated ? sql<SqlBool>`not ${condition}` : condition;
};

type Identified = Pick<EventResourceFilter, "id" | "id_prefix" | "labels">;

const identified = (dialect: Dialect, of: { id: Json; labels: Json }, { id, id_prefix, labels }: Identified): Condition | undefined =>
  allOf([isAnyOf(of.id, given(id)), startsWithSome(of.id, id_prefix), labelsCondition(dialect, of.labels, labels)]);

const primary = { id: column("event.resource_id"), labels: column("event.resource") };
const one = column("involved.value");

/** Some related resource meets the condition. */
const someRelated = (dialect: Dialect, condition: Condition | undefined): Condition | undefined =>
  condition === undefined
    ? undefined
    : sql<SqlBool>`exists (select 1 from ${dialect.itemsOf(column("event.related"), "involved")} where ${condition})`;

/** Narrows down to events received when some event named one of the resources: what the index of mentions knows. */
const isMentioned = (ids: Maybe<readonly string[]>): Condition | undefined => {
  const wanted = given(ids);
  if (wanted === undefined) return undefined;
  return sql<SqlBool>`event.received in (select m.received from event_mention as m where m.resource_id in (${joinValues(wanted)}))`;
};

/** Narrows down to events of the resources, and to those received when some event named one of them as related. */
const isOfResource = (ids: Maybe<readonly string[]>): Condition | undefined => {
  const wanted = given(ids);
  if (wanted === undefined) return undefined;
  const list = joinValues(wanted);
  return sql<SqlBool>`event.id in (
    select e.id from event as e where e.resource_id in (${list})
    union all select e.id from event_mention as m join event as e on e.received = m.received where m.resource_id in (${list}))`;
};

/** Objects of a filter that narrow down where to look: more would cost a database that plans joins far more than they save. */
const mostNarrowing = 3;

const relatedCondition = (
  dialect: Dialect,
  { id, role, resources_in_roles, labels }: EventRelatedFilter,
  turn: number,
): Condition | undefined => {
  const [ownId, ownRole] = [dialect.label(one, "prefect.resource.id"), dialect.label(one, "prefect.resource.role")];
  const pairs = given(resources_in_roles)?.map(([wantedId, wantedRole]) => {
    return sql<SqlBool>`(${ownId} = ${wantedId} and ${ownRole} = ${wantedRole})`;
  });
  const conditions = [isAnyOf(ownId, given(id)), isAnyOf(ownRole, given(role)), combine("or_", pairs ?? [])];
  const mentioned = turn < mostNarrowing ? [isMentioned(id), isMentioned(resources_in_roles?.map(([wanted]) => wanted))] : [];
  return allOf([...mentioned, someRelated(dialect, allOf([...conditions, labelsCondition(dialect, one, labels)]))]);
};

const anyResourceCondition = (dialect: Dialect, filter: Identified, turn: number): Condition | undefined => {
  const related = { id: dialect.label(one, "prefect.resource.id"), labels: one };
  const asRelated = someRelated(dialect, identified(dialect, related, filter));
  return allOf([
    turn < mostNarrowing ? isOfResource(filter.id) : undefined,
    combine("or_", [identified(dialect, primary, filter), asRelated]),
  ]);
};

const listOf = <T extends object>(value: Maybe<T | readonly T[]>): readonly T[] => {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
};

const searched = sql`(event.event || ' ' || cast(event.resource as text) || ' ' || cast(event.related as text) || ' ' || cast(event.payload as text))`;

/** What a filter asks of the rows of the event log; the same as the matcher asks of new events (server.md §A.3). */
export const eventCondition = (dialect: Dialect, filter: BoundedFilter): Condition => {
  const { since, until } = filter.occurred;
  const period = sql<SqlBool>`event.occurred >= ${dialect.time(since)} and event.occurred <= ${dialect.time(until)}`;
  const others = allOf([
    nameCondition(filter.event),
    filter.resource ? identified(dialect, primary, filter.resource) : undefined,
    ...listOf(filter.related).map((related, turn) => relatedCondition(dialect, related, turn)),
    ...listOf(filter.any_resource).map((resource, turn) => anyResourceCondition(dialect, resource, turn)),
    isAnyOf(column("event.id"), given(filter.id?.id)),
    filter.text ? textCondition(dialect, searched, filter.text.query) : undefined,
  ]);
  return others === undefined ? period : sql<SqlBool>`(${period} and ${others})`;
};
