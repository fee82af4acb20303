import type { Artifact, Json } from "@millrace/contract";

export interface TableData {
  readonly columns: readonly string[];
  /** Each row by column; what a row lacks is missing. */
  readonly rows: readonly Readonly<Record<string, Json>>[];
}

const parse = (data: Json): Json => {
  if (typeof data !== "string") return data;
  try {
    return JSON.parse(data) as Json;
  } catch {
    return null;
  }
};

const isRecord = (value: Json | undefined): value is { [name: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Rows of records, rows of lists (the columns are then numbered), or lists by column: what flows make tables of. */
const rowsOf = (data: Json): readonly Readonly<Record<string, Json>>[] | undefined => {
  if (Array.isArray(data))
    return data.map((row) => (Array.isArray(row) ? Object.fromEntries(row.entries()) : isRecord(row) ? row : { value: row }));
  if (!isRecord(data)) return undefined;
  const length = Math.max(0, ...Object.values(data).map((column) => (Array.isArray(column) ? column.length : 1)));
  const cell = (column: Json, index: number): Json => (Array.isArray(column) ? (column[index] ?? null) : index === 0 ? column : null);
  return Array.from({ length }, (_, index) =>
    Object.fromEntries(Object.entries(data).map(([name, column]) => [name, cell(column, index)])),
  );
};

/** The table in an artifact's data, with the columns of all rows; undefined when there is none to be read. */
export const readTable = (data: Artifact["data"]): TableData | undefined => {
  const rows = rowsOf(parse(data));
  if (rows === undefined) return undefined;
  return { columns: [...new Set(rows.flatMap((row) => Object.keys(row)))], rows };
};

/** A cell as text. */
export const printCell = (value: Json | undefined): string =>
  value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value);
