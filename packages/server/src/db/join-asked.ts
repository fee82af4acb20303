import { type RawBuilder, sql } from "kysely";
import { invalid } from "../errors.ts";

/** What is told of a query with more values or conditions than it takes. */
export const tooMuchAsked = "This request asks for more values or conditions than the database takes at once. Ask for fewer.";

/** No database takes more values in one query. */
const mostValues = 65_535;
/** SQLite takes a thousand. */
const mostConditions = 10_000;

/**
 * Values that somebody asked for. Throws `invalid` for what no query takes: to write one of all of them first, for the database to
 * refuse it, takes seconds in which nobody else is answered.
 */
export const joinValues = (values: readonly unknown[]): RawBuilder<unknown> => {
  if (values.length > mostValues) throw invalid(tooMuchAsked);
  return sql.join(values);
};

/** The same of conditions, one for each of the things that somebody asked for. */
export const joinConditions = (operator: "and_" | "or_", conditions: readonly unknown[]): RawBuilder<unknown> => {
  if (conditions.length > mostConditions) throw invalid(tooMuchAsked);
  return sql.join(conditions, operator === "or_" ? sql` or ` : sql` and `);
};
