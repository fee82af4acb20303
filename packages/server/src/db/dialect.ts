import type { AliasedRawBuilder, Expression, RawBuilder, SqlBool } from "kysely";
import type { HeldRow, Queries } from "./connection.ts";
import type { ColumnTypes } from "./migrate.ts";
import type { RunTexts } from "./run-texts.ts";
import type { Tables } from "./schema.ts";

export type TableName = keyof Tables & string;

/** What a database refused, in words the operations understand. */
export type Refusal = "unique" | "foreign-key" | "value" | "too-long" | "too-much" | "retryable" | "other";

/** Where a reader of the event log stands: everything up to here has been seen. Opaque outside the dialects. */
export type EventCursor = readonly number[];

export interface EventReading {
  /** How many at most. */
  readonly limit: number;
  /** Looks who the unfinished writers are, so that those of other databases on the same server hide nothing. Takes a query more. */
  readonly isThorough: boolean;
}

/** Everything in which SQLite and PostgreSQL differ. Nothing outside db/ may ask which one it is. */
export interface Dialect {
  readonly name: "sqlite" | "postgres";
  readonly columnTypes: ColumnTypes;
  /** The product and version, such as "PostgreSQL 15.18", for people. */
  version(db: Queries): Promise<string>;

  /** Writes rows of a table in one statement; every row has the same keys. `ignore` leaves rows that clash alone. */
  insertMany(db: Queries, rows: InsertMany): Promise<void>;
  /**
   * Writes rows of a table in one statement, no id twice. A row that is there gets the new values of the columns in
   * `update`, but only when that of `newer` is later than its own.
   */
  upsertMany(db: Queries, rows: UpsertMany): Promise<void>;
  /** The id that a `lookup` asks for, as a table with the column `id`. */
  asked(id: string): AliasedRawBuilder<{ id: string }, "asked">;
  /** Rows given by value, as a table to select from or join with. */
  rowsOf(given: GivenRows): RawBuilder<unknown>;
  /**
   * The `value`s of a query's only column, as a table whose query may name columns of the tables before it in `from`: what
   * belongs to each of them is then found for each by itself.
   */
  valuesForEach(query: Expression<unknown>, as: string): RawBuilder<unknown>;
  /**
   * Locks a row until the transaction ends, so that two writers decide one after the other. What the row holds is read by
   * the next query: one that waited for the lock itself would join the new row with what it saw before it waited.
   */
  lockRow(db: Queries, table: TableName, id: string): Promise<void>;
  /**
   * Locks the rows that have one of these values against other writers, in the order of their ids: who changes several rows
   * at once would else wait for somebody who waits for it. Rows that refer to them may still come.
   */
  lockRows(db: Queries, rows: { readonly table: TableName; readonly column: string; readonly values: readonly string[] }): Promise<void>;
  /** The version of a row of a table, as text: another one after every committed write to the row. */
  rowVersion(table: TableName): RawBuilder<string>;
  /**
   * Writes columns of a row as it was held (`Tx.hold`), at most once in a transaction. Where somebody else has changed the
   * row since, which only happens among several writers, nothing of the transaction is kept and its work runs again.
   */
  updateHeld(db: Queries, given: UpdateHeld): Promise<void>;
  /** Ends a query that is to lock its rows of a table until the transaction ends, passing over those that others hold. */
  lockingFree(table: TableName): RawBuilder<unknown>;
  /** Lets one transaction at a time go on among those that name the same thing, where no row exists yet to be locked. */
  lockName(db: Queries, name: string): Promise<void>;

  /** A column that no index is to be looked up by, where the database cannot tell a frequent value from a rare one. */
  unindexed(column: Expression<unknown>): RawBuilder<unknown>;
  /**
   * That a column has a value, for a list that is ordered by the column first: the database goes along an index that begins
   * with it, and never along one of what the list is ordered by next, which would lead through the rows of all values.
   */
  isAlong(column: Expression<unknown>, value: string): RawBuilder<SqlBool>;
  jsonHasAll(column: Expression<unknown>, values: readonly string[]): RawBuilder<SqlBool>;
  jsonHasAny(column: Expression<unknown>, values: readonly string[]): RawBuilder<SqlBool>;
  jsonIsEmpty(column: Expression<unknown>): RawBuilder<SqlBool>;
  /** The text at a key of a JSON object column; null when it is missing. */
  jsonText(column: Expression<unknown>, key: string): RawBuilder<string | null>;
  /** The text of a value at a path of keys in a JSON object column, numbers and booleans as JSON writes them; null when it is missing. */
  jsonTextAt(column: Expression<unknown>, path: readonly string[]): RawBuilder<string | null>;
  /** The text at a key of any JSON object; null when it is missing. */
  label(object: Expression<unknown>, key: string): RawBuilder<string | null>;
  /** The entries of a JSON list as a table with the column `value`. */
  itemsOf(list: Expression<unknown>, as: string): RawBuilder<unknown>;
  /** The texts of a JSON list of texts as a table with the column `value`. */
  textsOf(list: Expression<unknown>, as: string): RawBuilder<unknown>;
  /** Whether a text is like a pattern in which `*` is any text and `?` one character; in exact case. */
  matchesWildcards(text: Expression<unknown>, pattern: string): RawBuilder<SqlBool>;
  /** Case-insensitive LIKE with `%` and `_` as wildcards, of a column, which may be looked at more than once. */
  like(column: Expression<unknown>, pattern: string): RawBuilder<SqlBool>;
  /** Whether an expression holds a text, in any case. */
  contains(of: Expression<unknown>, text: string): RawBuilder<SqlBool>;
  /** Seconds between two time expressions, as a number that is exact to the microsecond. */
  secondsBetween(start: Expression<unknown>, end: Expression<unknown>): RawBuilder<number>;
  /** Microseconds since 1970 of a time expression, as an exact integer. */
  micros(time: Expression<unknown>): RawBuilder<number>;
  /** A query of sums over the runs of each `bucket`, by its number, and of each state in it; what has no runs is left out. */
  sumByBucket(runs: RunsByBucket, sums: RawBuilder<unknown>): RawBuilder<unknown>;
  /** A time value as an expression, for arithmetic and comparison outside a column's own comparison. */
  time(instant: string): RawBuilder<string>;
  /** Reads a time that an expression produced rather than a column. */
  readTime(value: unknown): string | null;

  /** The next events after a cursor, oldest first, none that an unfinished writer could still precede. */
  listEventsAfter(db: Queries, cursor: EventCursor, reading: EventReading): Promise<{ ids: readonly string[]; cursor: EventCursor }>;
  /** The cursor of "now": what is committed already is behind it, but for the events whose ids are told: those will be met again. */
  latestEvents(db: Queries): Promise<{ cursor: EventCursor; ahead: readonly string[] }>;

  /** Adds what has changed of the counts of runs to the counts, and drops those of nothing; one transaction at a time. */
  addUpCounts(db: Queries): Promise<void>;

  /** Flow runs by what their names and tags say. */
  readonly runTexts: RunTexts;
  /** The same of task runs; undefined where a list of them is gone along for it. */
  readonly taskRunTexts: RunTexts | undefined;

  /**
   * A table of the tags of flow runs, but for very long ones: `tag`, `flow_run_id`, and `start_time`, which is when the run started or
   * should have. An index leads through the runs of a tag in this order. Undefined where lists by a tag go along all runs.
   */
  readonly runTags: RawBuilder<unknown> | undefined;

  /** Waits until no other server is migrating, for the rest of the transaction. */
  lockForMigration(db: Queries): Promise<void>;
  /** Drops tables that may refer to each other, the last first. Those that are not there are passed over. */
  dropTables(db: Queries, names: readonly string[]): Promise<void>;
  refusal(error: unknown): Refusal;
  /** Gives some of the space that deleted rows took back to the disk; whether there is more that nobody needs. */
  giveSpaceBack(db: Queries): Promise<boolean>;
}

/** Runs of a period, by the bucket they were expected to start in. */
export interface RunsByBucket {
  readonly table: "flow_run" | "task_run";
  /** Where the first bucket starts and how wide each is, in microseconds since 1970. */
  readonly origin: number;
  readonly width: number;
  readonly count: number;
  /** The runs of all the buckets, by what an index knows. */
  readonly period: RawBuilder<SqlBool>;
  /** What else the runs must meet. */
  readonly where: RawBuilder<SqlBool> | undefined;
}

export interface GivenRows {
  /** Where the columns' types come from. */
  readonly table: TableName;
  readonly columns: readonly string[];
  readonly rows: readonly object[];
  readonly as: string;
}

export interface UpdateHeld {
  readonly table: TableName;
  /** The row as it was read. */
  readonly before: object & Pick<HeldRow, "id" | "row_version">;
  /** What the columns are to hold, whether that is new or not. */
  readonly after: object;
}

export interface UpsertMany {
  readonly table: TableName;
  readonly rows: readonly object[];
  readonly update: readonly string[];
  readonly newer: string;
}

/** What follows an insert to make it an upsert by id; the same text on both databases. */
export const onConflictUpdate = ({ table, update, newer }: UpsertMany): string =>
  ` on conflict (id) do update set ${update.map((name) => `"${name}" = excluded."${name}"`).join(", ")}` +
  ` where "${table}"."${newer}" is null or excluded."${newer}" > "${table}"."${newer}"`;

export interface InsertMany {
  readonly table: TableName;
  readonly rows: readonly object[];
  readonly onConflict?: "ignore" | undefined;
}
