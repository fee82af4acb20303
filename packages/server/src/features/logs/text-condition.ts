import { type Expression, type SqlBool, sql } from "kysely";
import type { Dialect } from "../../db/dialect.ts";
import { allOf, type Condition, combine } from "../../db/filters/members.ts";
import { parseTextQuery } from "../../wire/text-query.ts";

/** The condition that a text search puts on a text expression (server.md §1.11). */
export const textCondition = (dialect: Dialect, of: Expression<unknown>, query: string): Condition | undefined => {
  const { include, exclude, require } = parseTextQuery(query);
  const contains = (text: string): Condition => dialect.contains(of, text);
  return allOf([
    combine("or_", include.map(contains)),
    ...require.map(contains),
    ...exclude.map((text) => sql<SqlBool>`not (${contains(text)})`),
  ]);
};
