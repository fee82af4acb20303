import { fromMicros, toMicros } from "@millrace/contract";
import { PostgresAdapter, PostgresQueryCompiler, sql } from "kysely";
import { sumAlong, sumInEach } from "./buckets.ts";
import { encodeByColumn } from "./codecs.ts";
import type { ColumnCodecs } from "./columns.ts";
import type { Queries, QueryLanguage } from "./connection.ts";
import { addUpCounts, postgresCountChanges } from "./count-triggers.ts";
import { type Dialect, type InsertMany, onConflictUpdate, type Refusal, type UpdateHeld } from "./dialect.ts";
import { escapeLike } from "./filters/members.ts";
import { postgresRunTags } from "./postgres-run-tags.ts";
import { createPostgresRunTexts, postgresNameIndexes } from "./postgres-run-texts.ts";
import { findOldestWriter } from "./postgres-writers.ts";

const same = (value: unknown): unknown => value;
const codecs: ColumnCodecs = { time: same, json: (value) => JSON.stringify(value), boolean: same };

/** The protocol's print of PostgreSQL's `2026-01-01 00:00:00.5+00`. */
export const readPostgresTime = (text: string): string => {
  if (!text.endsWith("+00")) return fromMicros(toMicros(text));
  const fraction = text.length > 22 ? text.slice(20, -3) : "";
  return `${text.slice(0, 10)}T${text.slice(11, 19)}${fraction === "" ? "" : `.${fraction.padEnd(6, "0")}`}Z`;
};

/** Below this every transaction has ended, on all databases of the server. */
const snapshotStart = sql`pg_snapshot_xmin(pg_current_snapshot())::text::bigint`;

/** More events than come while the log is not looked at thoroughly. */
const mostAhead = 50_000;

/** Serialization failures, deadlocks, and connections that the database or a pooler closed or did not give. */
const passing = new Set("40001 40P01 57P01 57P02 57P03 08006 08003 08000 53300 ECONNRESET EPIPE ECONNREFUSED ETIMEDOUT".split(" "));
/** What the driver says, without a code, of a connection that is gone or could not be had. */
const lost = /^(?:Connection terminated|timeout exceeded|Client has encountered a connection error)/;

const refusal = (error: unknown): Refusal => {
  const { code = "", message = "" } = error as { code?: string; message?: string };
  if (code === "23505") return "unique";
  if (code === "23503") return "foreign-key";
  // More than an index takes of a text, and more than a query takes of everything.
  if (code === "54000") return "too-long";
  if (code === "54001" || code === "54023") return "too-much";
  // Values that no column takes: out of range, not to be encoded, null where none may be.
  if (/^(?:22|54)/.test(code) || code === "23502" || code === "23514") return "value";
  return passing.has(code) || (code === "" && lost.test(message)) ? "retryable" : "other";
};

const insertJson = async (db: Queries, { table, rows }: Pick<InsertMany, "table" | "rows">, onConflict: string): Promise<void> => {
  const [first] = rows;
  if (first === undefined) return;
  const list = Object.keys(first)
    .map((name) => `"${name}"`)
    .join(", ");
  await db.run({
    sql: `insert into "${table}" (${list}) select ${list} from json_populate_recordset(null::"${table}", $1::json)${onConflict}`,
    parameters: [JSON.stringify(rows)],
    repeated: true,
    takesRows: true,
  });
};

/**
 * Whose row has changed is told by the number of rows that it returns (join-writes.ts). The limits say nothing but that rows
 * are few: of a list by value PostgreSQL expects a hundred, of a limit it does not know a tenth of what is below.
 */
const updateHeld = async (db: Queries, { table, before: { id, row_version }, after }: UpdateHeld): Promise<void> => {
  const names = Object.keys(after).map((name) => `"${name}" = given."${name}"`);
  const rows = `rows from (json_populate_recordset(null::"${table}", $1::json), json_to_recordset($1::json) as (row_version xid))`;
  const limit = "limit octet_length($1::json::text)";
  await db.run({
    sql: `update "${table}" set ${names.join(", ")} from (select * from (select * from ${rows} as row ${limit}) as row ${limit}) as given
      where "${table}"."id" = given."id" and "${table}".xmin = given.row_version returning 1`,
    parameters: [JSON.stringify([{ ...after, id, row_version }])],
    repeated: true,
    takesRows: true,
  });
};

const uncompared = {
  flow_run: ["labels", "created_by", "context", "parameters", "job_variables", "empirical_policy"],
  flow_run_state: ["state_details", "data"],
  task_run: ["labels", "empirical_policy", "task_inputs"],
  task_run_state: ["state_details", "data"],
  artifact: ["data", "metadata_"],
  event: ["resource", "related", "payload"],
} as const;

/** By single bytes first: to know the small letters of all languages takes three times as long, and matters only where there are others. */
const like: Dialect["like"] = (column, pattern) =>
  sql`(${column} collate "C" ilike ${pattern} or (octet_length(${column}) > length(${column}) and ${column} ilike ${pattern}))`;
const jsonHasAny: Dialect["jsonHasAny"] = (column, values) => sql`${column} ?| ${sql.val(values)}::text[]`;
const runTexts = createPostgresRunTexts({ like, jsonHasAny }, "flow_run");
const taskRunTexts = createPostgresRunTexts({ like, jsonHasAny }, "task_run");

// Half the cost of a sum over many rows is saved by doubles, which hold every microsecond from 1685 to 2255.
const micros: Dialect["micros"] = (time) => sql`cast(date_part('epoch', ${time}) * 1000000 as bigint)`;

const dialect: Dialect = {
  name: "postgres",
  columnTypes: {
    uuid: "uuid",
    time: "timestamptz",
    json: "jsonb",
    bool: "boolean",
    double: "double precision",
    // Positions are handed out before commit, so a reader orders by the transaction first and stops short of open ones.
    eventPosition: `position bigint generated always as identity primary key,
      transaction_id bigint not null default (pg_current_xact_id()::text::bigint)`,
    eventPositionIndex: ["create index event_by_transaction on event (transaction_id, position)"],
    relatedIds: `select one.value ->> 'prefect.resource.id' as resource_id, event.received
      from event, jsonb_array_elements(event.related) as one (value)`,
    countChanges: postgresCountChanges,
    // Pages are read past only once the upkeep has seen them; a fifth of millions of rows would be long in coming.
    // A list that ends early must not have other processes read the rest, nor should any take the cores of transitions.
    tuneLargeTables: [
      ...["flow_run", "flow_run_state", "task_run", "task_run_state", "log", "artifact", "event", "event_mention"].map(
        (table) => `alter table ${table} set (parallel_workers = 0)`,
      ),
      ...["flow_run", "task_run", "event"].map(
        (table) => `alter table ${table} set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.01,
          autovacuum_analyze_scale_factor = 0.01)`,
      ),
      "alter table run_count_change set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000)",
    ],
    lightenWrites: [
      // Events are read along their transactions; nobody looks for a position alone.
      "alter table event drop constraint event_pkey",
      // What no query compares: to sort thousands of JSON values takes most of the time in which statistics are gathered.
      ...Object.entries(uncompared).map(
        ([table, columns]) => `alter table ${table} ${columns.map((column) => `alter column ${column} set statistics 0`).join(", ")}`,
      ),
    ],
    runTexts: runTexts.statements,
    taskRunTexts: taskRunTexts.statements,
    reckonedTimes: [],
    soughtTexts: [],
    runTags: postgresRunTags,
    nameIndexes: postgresNameIndexes,
  },
  runTexts,
  taskRunTexts,
  runTags: sql.table("search_flow_run_tag"),
  async lockRow(db, table, id) {
    await db.run({ sql: `select 1 from "${table}" where id = $1 for update`, parameters: [id], repeated: true });
  },
  async lockRows(db, { table, column, values }) {
    const wanted = sql`${sql.ref(column)} in (${sql.join([...values])})`;
    await sql`select 1 from ${sql.table(table)} where ${wanted} order by id for no key update`.execute(db);
  },
  rowVersion: (table) => sql`${sql.ref(`${table}.xmin`)}::text`,
  updateHeld,
  lockingFree: (table) => sql`for update of ${sql.table(table)} skip locked`,
  async lockName(db, name) {
    await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(db);
  },
  async version(db) {
    const { rows } = await sql<{ server_version: string }>`show server_version`.execute(db);
    return `PostgreSQL ${rows[0]?.server_version.split(" ")[0] ?? "?"}`;
  },
  insertMany: (db, given) => insertJson(db, given, given.onConflict === "ignore" ? " on conflict do nothing" : ""),
  upsertMany: (db, given) => insertJson(db, given, onConflictUpdate(given)),
  // The limit says nothing but that ids are few, see updateHeld.
  asked: (id) =>
    sql<{ id: string }>`(select one.id from unnest(string_to_array(${id}::text, ',')::uuid[]) as one (id) limit length(${id}::text))`.as(
      "asked",
    ),
  rowsOf: ({ table, rows, as }) => sql`json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::json) as ${sql.ref(as)}`,
  valuesForEach: (query, as) => sql`unnest(array(${query})) as ${sql.ref(as)} (value)`,
  unindexed: (column) => sql`${column}`,
  // Of a column that equals a value the planner knows that it orders nothing, of a list of values not.
  isAlong: (column, value) => sql`${column} = any(array[${value}]::uuid[])`,
  // Of a list of texts this asks the same as `@>`, in two thirds of its time.
  jsonHasAll: (column, values) => sql`${column} ?& ${sql.val(values)}::text[]`,
  jsonHasAny,
  jsonIsEmpty: (column) => sql`jsonb_array_length(${column}) = 0`,
  jsonText: (column, key) => sql`${column} ->> ${sql.lit(key)}`,
  jsonTextAt: (column, path) => sql`${column} #>> ${sql.val(path)}::text[]`,
  label: (object, key) => sql`${object} ->> cast(${key} as text)`,
  itemsOf: (list, as) => sql`jsonb_array_elements(${list}) as ${sql.ref(as)} (value)`,
  textsOf: (list, as) => sql`jsonb_array_elements_text(${list}) as ${sql.ref(as)} (value)`,
  matchesWildcards: (text, pattern) => sql`${text} like ${escapeLike(pattern).replaceAll("*", "%").replaceAll("?", "_")}`,
  like,
  contains: (of, text) => sql`${of} ilike ${`%${escapeLike(text)}%`}`,
  secondsBetween: (start, end) => sql`date_part('epoch', ${end} - ${start})`,
  micros,
  // What further conditions look up would be looked up for each bucket anew.
  sumByBucket: (runs, sums) => (runs.where === undefined ? sumInEach(runs, sums) : sumAlong(micros, runs, sums)),
  time: (instant) => sql`${instant}::timestamptz`,
  readTime: (value) => (typeof value === "string" ? value : null),
  async listEventsAfter(db, [transaction = 0, position = 0], { limit, isThorough }) {
    const end = isThorough ? sql.lit(await findOldestWriter(db)) : snapshotStart;
    const { rows } = await sql<{ id: string; position: number; transaction_id: number }>`
      select id, position, transaction_id from event
      where (transaction_id, position) > (${transaction}, ${position})
        and transaction_id < ${end}
      order by transaction_id, position limit ${limit}`.execute(db);
    const last = rows.at(-1);
    return { ids: rows.map((row) => row.id), cursor: last === undefined ? [transaction, position] : [last.transaction_id, last.position] };
  },
  async latestEvents(db) {
    // Every writer before the oldest that goes on has ended; of the later ones, these have ended too.
    const oldest = await findOldestWriter(db);
    // Who follows the log without a thorough look has not seen more than these.
    const { rows } = await sql<{ id: string }>`
      select id from event where transaction_id >= ${snapshotStart} order by transaction_id desc, position desc limit ${sql.lit(mostAhead)}`.execute(
      db,
    );
    return { cursor: [oldest - 1, Number.MAX_SAFE_INTEGER], ahead: rows.map(({ id }) => id) };
  },
  async addUpCounts(db) {
    await dialect.lockName(db, "run_count");
    await sql.raw(addUpCounts).execute(db);
    await sql`delete from run_count where count = 0`.execute(db);
  },
  async lockForMigration(db) {
    await sql`select pg_advisory_xact_lock(6425823)`.execute(db);
  },
  async dropTables(db, names) {
    await sql`drop table if exists ${sql.join(names.map((name) => sql.id(name)))}`.execute(db);
  },
  refusal,
  giveSpaceBack: () => Promise.resolve(false), // autovacuum sees to it
};

export const postgresLanguage: QueryLanguage = {
  dialect,
  adapter: new PostgresAdapter(),
  compiler: new PostgresQueryCompiler(),
  plugins: [encodeByColumn(codecs)],
};
