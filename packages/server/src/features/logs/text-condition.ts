import { type Expression, type SqlBool, sql } from "kysely";
import type { Dialect } from "../../db/dialect.ts";
import { allOf, type Condition, combine, escapeLike } from "../../db/filters/members.ts";
import { parseTextQuery } from "../../wire/text-query.ts";

/** The condition that a text search puts on a text expression (server.md §1.11). */
export const textCondition = (dialect: Dialect, of: Expression<unknown>, query: string): Condition | undefined => {
  const { include, exclude, require } = parseTextQuery(query);
  const contains = (text: string): Condition => sql<SqlBool>`${dialect.like(of, `%${escapeLike(text)}%`)} escape '\\'`;
  return allOf([
    combine("or_", include.map(contains)),
    ...require.map(contains),
    ...exclude.map((text) => sql<SqlBool>`not (${contains(text)})`),
  ]);
};
