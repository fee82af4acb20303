import { diffArrays } from "diff";
import { printCell, type TableData } from "../../components/artifacts/read-table.ts";

type Row = TableData["rows"][number];

export interface RowChange {
  readonly kind: "same" | "added" | "removed";
  readonly row: Row;
}

/** The rows of two tables in their order: those only in the first are removed, those only in the second added. */
export const compareTables = (
  before: TableData,
  after: TableData,
): { readonly columns: readonly string[]; readonly rows: readonly RowChange[] } => {
  const columns = [...new Set([...before.columns, ...after.columns])];
  const print = (row: Row): string => JSON.stringify(columns.map((column) => printCell(row[column])));
  const byText = new Map([...before.rows, ...after.rows].map((row) => [print(row), row]));
  const changes = diffArrays(before.rows.map(print), after.rows.map(print));
  const rows = changes.flatMap(({ added, removed, value }) =>
    value.map((text): RowChange => ({ kind: added ? "added" : removed ? "removed" : "same", row: byText.get(text) ?? {} })),
  );
  return { columns, rows };
};
