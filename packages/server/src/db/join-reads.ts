import type { QueryResult } from "kysely";
import type { SqlText } from "./connection.ts";

const idOf = ({ parameters: [id] }: SqlText): string => String(id);

/** Reads of one text by an id (`SqlText.takesId`) as one read by the ids of all. */
export const joinReads = (first: SqlText, others: readonly SqlText[]): SqlText => {
  const ids = [...new Set([first, ...others].map(idOf))].join(",");
  return { sql: first.sql, parameters: first.parameters.map(() => ids), repeated: true };
};

/** What one of them would have found by itself. */
export const rowsOf = (read: SqlText, { rows }: QueryResult<unknown>): QueryResult<unknown> => ({
  rows: rows.filter((row) => (row as { readonly id: unknown }).id === idOf(read)),
});
