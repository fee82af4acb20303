import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { QueryResult } from "kysely";
import { type Encode, encoderOf } from "./columns.ts";
import type { Queries, SqlText } from "./connection.ts";
import type { InsertMany } from "./dialect.ts";
import { readStoredTime, sqliteCodecs } from "./sqlite-values.ts";

type Row = Record<string, unknown>;
interface Prepared {
  readonly statement: StatementSync;
  /** Columns whose values need decoding, by their declared type. */
  readonly decode: readonly (readonly [column: string, decode: (value: string | number) => unknown])[];
  readonly returnsRows: boolean;
}

const decoders: Readonly<Record<string, (value: string | number) => unknown>> = {
  TIME_TEXT: (value) => readStoredTime(String(value)),
  JSON_TEXT: (value) => JSON.parse(String(value)) as unknown,
  BOOL_INTEGER: (value) => value === 1,
};

const prepare = (database: DatabaseSync, text: string): Prepared => {
  const statement = database.prepare(text);
  const columns = statement.columns();
  const decode: [string, (value: string | number) => unknown][] = [];
  for (const column of columns) {
    const decoder = decoders[column.type?.toUpperCase() ?? ""];
    if (decoder !== undefined) decode.push([column.name, decoder]);
  }
  return { statement, decode, returnsRows: columns.length > 0 };
};

const decodeRow = (row: Row, { decode }: Prepared): Row => {
  for (const [column, decoder] of decode) {
    const value = row[column];
    if (value !== null && value !== undefined) row[column] = decoder(value as string | number);
  }
  return row;
};

const bindable = (value: unknown): SQLInputValue => {
  if (value === undefined) return null;
  return typeof value === "boolean" ? (value ? 1 : 0) : (value as SQLInputValue);
};

/** Statements kept prepared per connection; texts vary with filters, so the least recently used one gives way. */
const keptStatements = 400;

/** Runs queries on one SQLite connection, synchronously under a promise: nothing else happens while a statement runs. */
export const runOn = (database: DatabaseSync): ((query: SqlText) => QueryResult<Row>) => {
  const kept = new Map<string, Prepared>();
  const preparedFor = (text: string): Prepared => {
    const found = kept.get(text);
    if (found !== undefined) {
      kept.delete(text);
      kept.set(text, found);
      return found;
    }
    const prepared = prepare(database, text);
    kept.set(text, prepared);
    const oldest = kept.size > keptStatements ? kept.keys().next().value : undefined;
    if (oldest !== undefined) kept.delete(oldest);
    return prepared;
  };
  return ({ sql, parameters }) => {
    const prepared = preparedFor(sql);
    const values = parameters.map(bindable);
    if (prepared.returnsRows) {
      const rows = prepared.statement.all(...values) as Row[];
      if (prepared.decode.length > 0) for (const row of rows) decodeRow(row, prepared);
      return { rows };
    }
    const { changes } = prepared.statement.run(...values);
    return { rows: [], numAffectedRows: BigInt(changes) };
  };
};

interface InsertShape {
  readonly sql: string;
  readonly columns: readonly (readonly [name: string, encode: Encode | undefined])[];
}
const insertShapes = new Map<string, InsertShape>();

const insertShape = (table: string, row: object, onConflict: InsertMany["onConflict"]): InsertShape => {
  const names = Object.keys(row);
  const key = `${table} ${onConflict ?? ""} ${names.join()}`;
  let shape = insertShapes.get(key);
  if (shape === undefined) {
    const list = names.map((name) => `"${name}"`).join(", ");
    const ignore = onConflict === "ignore" ? " on conflict do nothing" : "";
    shape = {
      sql: `insert into "${table}" (${list}) values (${names.map(() => "?").join(", ")})${ignore}`,
      columns: names.map((name) => [name, encoderOf(sqliteCodecs, name)] as const),
    };
    insertShapes.set(key, shape);
  }
  return shape;
};

/** Inserts one row through a statement made once per table and set of keys. */
export const insertRow = async (db: Queries, { table, row, onConflict }: Omit<InsertMany, "rows"> & { row: object }): Promise<void> => {
  const { sql, columns } = insertShape(table, row, onConflict);
  const values = row as Readonly<Record<string, unknown>>;
  const parameters = columns.map(([name, encode]) => (encode === undefined ? values[name] : encode(values[name])));
  await db.run({ sql, parameters });
};
