import type { Instant } from "@millrace/contract";
import { type Expression, type RawBuilder, type SqlBool, sql } from "kysely";
import type { Dialect } from "../dialect.ts";
import { joinConditions, joinValues } from "../join-asked.ts";

/** A condition on a row, or undefined where a filter says nothing. */
export type Condition = RawBuilder<SqlBool>;
export type Conditions = readonly (Condition | undefined)[];

type Column = Expression<unknown>;
type Maybe<T> = T | null | undefined;

export const column = (name: string): RawBuilder<unknown> => sql.ref(name);

const nothing = sql<SqlBool>`1 = 0`;

const anything = sql<SqlBool>`1 = 1`;

/** What a given filter asks of a row of its noun. One that says nothing still asks that there is a row, where rows are related. */
export const asGiven = (operator: Maybe<"and_" | "or_">, conditions: Conditions): Condition => combine(operator, conditions) ?? anything;

/** All of the conditions; undefined when there are none. */
export const allOf = (conditions: Conditions): Condition | undefined => combine("and_", conditions);

/** The conditions joined as a filter's `operator` says. */
export const combine = (operator: Maybe<"and_" | "or_">, conditions: Conditions): Condition | undefined => {
  const given = conditions.filter((condition) => condition !== undefined && condition !== anything);
  const [only] = given;
  if (only === undefined || given.length === 1) return only;
  return sql<SqlBool>`(${joinConditions(operator ?? "and_", given)})`;
};

/** `any_`: one of the values; of an empty list, none. */
export const isAnyOf = (of: Column, values: Maybe<readonly string[]>): Condition | undefined => {
  if (values === null || values === undefined) return undefined;
  return values.length === 0 ? nothing : sql<SqlBool>`${of} in (${joinValues(values)})`;
};

/** `not_any_`: none of the values. A row without a value has none of them. */
export const isNoneOf = (of: Column, values: Maybe<readonly string[]>): Condition | undefined =>
  values === null || values === undefined || values.length === 0
    ? undefined
    : sql<SqlBool>`(${of} is null or ${of} not in (${joinValues(values)}))`;

export const isNull = (of: Column, flag: Maybe<boolean>): Condition | undefined =>
  flag === null || flag === undefined ? undefined : flag ? sql<SqlBool>`${of} is null` : sql<SqlBool>`${of} is not null`;

/** A text as part of a pattern that means just this text. */
export const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, "\\$&");

/** `like_`: contains the text, in any case. */
export const isLike = (dialect: Dialect, of: Column, text: Maybe<string>): Condition | undefined =>
  text === null || text === undefined || text === "" ? undefined : dialect.like(of, `%${text}%`);

interface Range {
  readonly before_?: Maybe<Instant>;
  readonly after_?: Maybe<Instant>;
  readonly is_null_?: Maybe<boolean>;
}

/** Both ends belong to the range. */
export const isBetween = (dialect: Dialect, of: Column, range: Maybe<Range>): Condition | undefined =>
  range === null || range === undefined
    ? undefined
    : allOf([
        range.before_ ? sql<SqlBool>`${of} <= ${dialect.time(range.before_)}` : undefined,
        range.after_ ? sql<SqlBool>`${of} >= ${dialect.time(range.after_)}` : undefined,
        isNull(of, range.is_null_),
      ]);

interface TagsCondition {
  readonly operator?: "and_" | "or_";
  readonly all_?: Maybe<readonly string[]>;
  readonly any_?: Maybe<readonly string[]>;
  readonly is_null_?: Maybe<boolean>;
}

export const tagsMatch = (dialect: Dialect, of: Column, tags: Maybe<TagsCondition>): Condition | undefined => {
  if (tags === null || tags === undefined) return undefined;
  const { all_, any_, is_null_ } = tags;
  const empty = dialect.jsonIsEmpty(of);
  return combine(tags.operator, [
    all_ && all_.length > 0 ? dialect.jsonHasAll(of, all_) : undefined,
    any_ ? dialect.jsonHasAny(of, any_) : undefined,
    is_null_ === true ? empty : is_null_ === false ? sql<SqlBool>`not ${empty}` : undefined,
  ]);
};

interface IdCondition {
  readonly any_?: Maybe<readonly string[]>;
  readonly not_any_?: Maybe<readonly string[]>;
}

export const isIn = (of: Column, condition: Maybe<IdCondition>): Condition | undefined =>
  allOf([isAnyOf(of, condition?.any_), isNoneOf(of, condition?.not_any_)]);

interface NullableCondition {
  readonly operator?: "and_" | "or_";
  readonly any_?: Maybe<readonly string[]>;
  readonly is_null_?: Maybe<boolean>;
}

export const isInOrNull = (of: Column, condition: Maybe<NullableCondition>): Condition | undefined =>
  condition === null || condition === undefined
    ? undefined
    : combine(condition.operator, [isAnyOf(of, condition.any_), isNull(of, condition.is_null_)]);

interface NameCondition {
  readonly any_?: Maybe<readonly string[]>;
  readonly like_?: Maybe<string>;
}

export const isNamed = (dialect: Dialect, of: Column, condition: Maybe<NameCondition>): Condition | undefined =>
  allOf([isAnyOf(of, condition?.any_), isLike(dialect, of, condition?.like_)]);

/** Some row of another table, tied to this one by `tie`, meets the condition. */
export const someRow = (from: Expression<unknown>, tie: Condition, condition: Condition | undefined): Condition | undefined =>
  condition === undefined ? undefined : sql<SqlBool>`exists (select 1 from ${from} where ${tie} and ${condition})`;
