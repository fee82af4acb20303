import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { QueryResult } from "kysely";
import { parseJson } from "../exact-numbers.ts";
import { type Encode, encoderOf } from "./columns.ts";
import type { Queries, SqlText } from "./connection.ts";
import type { InsertMany, UpdateHeld } from "./dialect.ts";
import { readStoredTime, sqliteCodecs } from "./sqlite-values.ts";

type Row = Record<string, unknown>;
type Decode = (value: string | number) => unknown;

/** Rows as SQLite gives them, which other threads are told sooner than what they mean. */
export interface FoundRows {
  readonly columns: readonly { readonly name: string; readonly type: string | null }[];
  readonly values: readonly (readonly unknown[])[];
}

/** How values of rows are read. */
interface Shape {
  readonly columns: readonly { readonly name: string; readonly decode: Decode | undefined }[];
  /** A row without values: copies of it share one shape, which makes them several times cheaper to read, to copy and to print. */
  readonly blank: Row;
}

interface Prepared extends Shape {
  readonly statement: StatementSync;
  readonly declared: FoundRows["columns"];
}

const decoders: Readonly<Record<string, Decode>> = {
  TIME_TEXT: (value) => readStoredTime(String(value)),
  JSON_TEXT: (value) => parseJson(String(value)),
  BOOL_INTEGER: (value) => value === 1,
};

const shapeOf = (columns: FoundRows["columns"]): Shape => ({
  columns: columns.map(({ name, type }) => ({ name, decode: decoders[type?.toUpperCase() ?? ""] })),
  blank: Object.fromEntries(columns.map(({ name }) => [name, null])),
});

const prepare = (database: DatabaseSync, text: string): Prepared => {
  const statement = database.prepare(text);
  statement.setReturnArrays(true);
  const declared = statement.columns().map(({ name, type }) => ({ name, type }));
  // An index of texts has row ids beyond what a number holds, and what was inserted last is told after every write.
  if (declared.length === 0) statement.setReadBigInts(true);
  return { statement, declared, ...shapeOf(declared) };
};

const toRow = (values: readonly unknown[], { columns, blank }: Shape): Row => {
  const row = { ...blank };
  for (const [index, { name, decode }] of columns.entries()) {
    const value = values[index];
    row[name] = value === null || decode === undefined ? value : decode(value as string | number);
  }
  return row;
};

/** What rows mean, by the declared types of their columns. */
export const decodeRows = ({ columns, values }: FoundRows): Row[] => {
  const shape = shapeOf(columns);
  return values.map((row) => toRow(row, shape));
};

const bindable = (value: unknown): SQLInputValue => {
  if (value === undefined) return null;
  return typeof value === "boolean" ? (value ? 1 : 0) : (value as SQLInputValue);
};

/** Statements kept prepared per connection; texts vary with filters, so the least recently used one gives way. */
const keptStatements = 400;

const keepPrepared = (database: DatabaseSync): ((text: string) => Prepared) => {
  const kept = new Map<string, Prepared>();
  return (text) => {
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
};

const readAll = ({ statement }: Prepared, parameters: SqlText["parameters"]): FoundRows["values"] =>
  statement.all(...parameters.map(bindable)) as unknown as FoundRows["values"];

/** Runs queries on one SQLite connection, synchronously under a promise: nothing else happens while a statement runs. */
export const runOn = (database: DatabaseSync): ((query: SqlText) => QueryResult<Row>) => {
  const preparedFor = keepPrepared(database);
  return ({ sql, parameters }) => {
    const prepared = preparedFor(sql);
    if (prepared.columns.length > 0) return { rows: readAll(prepared, parameters).map((row) => toRow(row, prepared)) };
    const { changes } = prepared.statement.run(...parameters.map(bindable));
    return { rows: [], numAffectedRows: BigInt(changes) };
  };
};

/** The same for reads alone, without a look at what they found. */
export const readOn = (database: DatabaseSync): ((query: SqlText) => FoundRows) => {
  const preparedFor = keepPrepared(database);
  return ({ sql, parameters }) => {
    const prepared = preparedFor(sql);
    return { columns: prepared.declared, values: readAll(prepared, parameters) };
  };
};

interface InsertShape {
  readonly one: string;
  readonly many: string;
  readonly columns: readonly (readonly [name: string, encode: Encode | undefined])[];
}
const insertShapes = new Map<string, InsertShape>();

/** Rows that one statement writes when there are that many: enough to spread its cost, few enough to stay below SQLite's limit of values. */
const rowsTogether = 20;

const insertShape = (table: string, row: object, onConflict: string): InsertShape => {
  const names = Object.keys(row);
  const key = `${table} ${names.join()}${onConflict}`;
  let shape = insertShapes.get(key);
  if (shape === undefined) {
    const into = `insert into "${table}" (${names.map((name) => `"${name}"`).join(", ")}) values `;
    const values = `(${names.map(() => "?").join(", ")})`;
    shape = {
      one: `${into}${values}${onConflict}`,
      many: `${into}${Array(rowsTogether).fill(values).join(", ")}${onConflict}`,
      columns: names.map((name) => [name, encoderOf(sqliteCodecs, name)] as const),
    };
    insertShapes.set(key, shape);
  }
  return shape;
};

/** Inserts rows that all have the same keys through statements made once per table, set of keys and conflict clause. */
export const insertRows = async (db: Queries, { table, rows }: Pick<InsertMany, "table" | "rows">, onConflict: string): Promise<void> => {
  const [first] = rows;
  if (first === undefined) return;
  const { one, many, columns } = insertShape(table, first, onConflict);
  for (let start = 0; start < rows.length; ) {
    const count = rows.length - start >= rowsTogether ? rowsTogether : 1;
    const parameters: unknown[] = [];
    for (const row of rows.slice(start, start + count)) {
      const values = row as Readonly<Record<string, unknown>>;
      for (const [name, encode] of columns) parameters.push(encode === undefined ? values[name] : encode(values[name]));
    }
    await db.run({ sql: count === 1 ? one : many, parameters });
    start += count;
  }
};

/** Writes only what changes: SQLite writes each index anew that holds a column which is set, whether its value is new or not. */
export const updateRow = async (db: Queries, { table, before, after }: UpdateHeld): Promise<void> => {
  const old = before as Readonly<Record<string, unknown>>;
  const changes = Object.entries(after).filter(([name, value]) => value !== old[name]);
  if (changes.length === 0) return;
  const parameters = changes.map(([name, value]) => encoderOf(sqliteCodecs, name)?.(value) ?? value);
  const list = changes.map(([name]) => `"${name}" = ?`).join(", ");
  await db.run({ sql: `update "${table}" set ${list} where "id" = ?`, parameters: [...parameters, before.id] });
};
