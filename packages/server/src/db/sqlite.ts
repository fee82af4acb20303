import { createQueryId, type Expression, type RawBuilder, type SqlBool, SqliteAdapter, SqliteQueryCompiler, sql } from "kysely";
import { sumAlong } from "./buckets.ts";
import { encodeByColumn } from "./codecs.ts";
import type { Queries, QueryLanguage } from "./connection.ts";
import { sqliteCountChanges } from "./count-triggers.ts";
import { type Dialect, onConflictUpdate, type Refusal } from "./dialect.ts";
import { escapeLike } from "./filters/members.ts";
import { joinConditions, joinValues } from "./join-asked.ts";
import { insertRows, updateRow } from "./sqlite-rows.ts";
import { sqliteRunTexts } from "./sqlite-run-texts.ts";
import { readStoredTime, sqliteCodecs, storedTime } from "./sqlite-values.ts";

const codeOf = (error: unknown): number => (error as { errcode?: number }).errcode ?? 0;

/** What SQLite says, under a code that it has for all else too, of a query with more values or conditions than it takes. */
const tooMuch = /^(?:too many SQL variables|Expression tree is too large|parser stack overflow|LIKE or GLOB pattern too complex)/;

const refusal = (error: unknown): Refusal => {
  const code = codeOf(error);
  if (code === 2067 || code === 1555 || code === 2579) return "unique";
  if (code === 787) return "foreign-key";
  if (code === 1 && tooMuch.test((error as Error).message)) return "too-much";
  // A constraint of one column, a value too large, a type that does not fit.
  if ([19, 18, 20].includes(code & 0xff)) return "value";
  // Held by another program, or out of room, which an operator can make.
  return [5, 6, 13].includes(code & 0xff) ? "retryable" : "other";
};

/** Pages that stay free for the rows to come: so many, and this part of the file. */
const keptPages = 1000;
const keptPart = 0.1;
/** Pages given back in one transaction. */
const pagesTogether = 500;

const pragma = async (db: Queries, name: "freelist_count" | "page_count"): Promise<number> => {
  const { rows } = await sql<Record<string, number>>`pragma ${sql.raw(name)}`.execute(db);
  return rows[0]?.[name] ?? 0;
};

/** Texts that JSON writes as they are, and that do not look like what stands between two others. */
const isPlain = (text: string): boolean => /^[\p{L}\p{N}][\p{L}\p{N} .:/_-]*$/u.test(text);

/** Whether a list of texts has a plain one: where none of its texts is written with a backslash, a quote begins or ends one. */
const hasPlain = (column: Expression<unknown>, text: string): RawBuilder<SqlBool> =>
  sql`(instr(${column}, ${`"${text}"`}) > 0 and (instr(${column}, '\\') = 0 or exists (select 1 from json_each(${column}) where value = ${text})))`;

// In two parts, because SQLite rounds times to milliseconds; see readStoredTime for their fixed places.
const micros: Dialect["micros"] = (time) => sql`(unixepoch(substr(${time}, 1, 19)) * 1000000 + cast(substr(${time}, 21, 6) as integer))`;

const secondsBetween: Dialect["secondsBetween"] = (start, end) =>
  sql`(cast(${micros(end)} - ${micros(start)} as double precision) / 1000000)`;

const compiler = new SqliteQueryCompiler();

const [expectedStart, start] = [sql.ref("expected_start_time"), sql.ref("start_time")];

/** Word for word as histories reckon them: SQLite then takes them from the index that these read, which halves their time. */
const reckonedTimes = [micros(expectedStart), secondsBetween(expectedStart, start)].map(
  (built) => compiler.compileQuery(built.toOperationNode(), createQueryId()).sql,
);

const dialect: Dialect = {
  name: "sqlite",
  // Declared types name the decoding (sqlite-rows.ts) and give text affinity, so that SQLite never turns JSON `1.0` into a number.
  columnTypes: {
    uuid: "text",
    time: "time_text",
    json: "json_text",
    bool: "bool_integer",
    double: "real",
    eventPosition: "position integer primary key autoincrement",
    eventPositionIndex: [],
    relatedIds: `select one.value ->> '$."prefect.resource.id"' as resource_id, event.received from event, json_each(event.related) as one`,
    countChanges: sqliteCountChanges,
    tuneLargeTables: [],
    lightenWrites: [],
    runTexts: sqliteRunTexts.statements,
    // Thousands of them come in a second, which is all that one writer can do: to note each of them puts it seconds behind.
    taskRunTexts: [],
    nameIndexes: [],
    reckonedTimes,
    soughtTexts: ["name", "tags"],
    runTags: [],
  },
  lockRow: () => Promise.resolve(), // the single writer holds everything already
  lockRows: () => Promise.resolve(),
  rowVersion: () => sql`''`,
  updateHeld: updateRow,
  lockingFree: () => sql``,
  lockName: () => Promise.resolve(), // the single writer is alone already
  async version(db) {
    const { rows } = await sql<{ version: string }>`select sqlite_version() as version`.execute(db);
    return `SQLite ${rows[0]?.version ?? "?"}`;
  },
  insertMany: (db, given) => insertRows(db, given, given.onConflict === "ignore" ? " on conflict do nothing" : ""),
  upsertMany: (db, given) => insertRows(db, given, onConflictUpdate(given)),
  asked: (id) => sql<{ id: string }>`(select ${id} as id)`.as("asked"),
  rowsOf: ({ columns, rows, as }) => {
    const values = columns.map((name) => sql`value ->> ${sql.lit(`$.${name}`)} as ${sql.ref(name)}`);
    return sql`(select ${sql.join(values)} from json_each(${JSON.stringify(rows)})) as ${sql.ref(as)}`;
  },
  valuesForEach: (query, as) => sql`json_each((select json_group_array(each_value.value) from (${query}) as each_value)) as ${sql.ref(as)}`,
  unindexed: (column) => sql`+${column}`,
  isAlong: (column, value) => sql`${column} = ${value}`,
  jsonHasAll: (column, values) =>
    values.every(isPlain)
      ? sql`(${joinConditions(
          "and_",
          values.map((value) => hasPlain(column, value)),
        )})`
      : sql`(select count(distinct value) from json_each(${column}) where value in (${joinValues(values)})) = ${new Set(values).size}`,
  jsonHasAny: (column, values) =>
    values.length === 0
      ? sql`1 = 0`
      : values.every(isPlain)
        ? sql`(${joinConditions(
            "or_",
            values.map((value) => hasPlain(column, value)),
          )})`
        : sql`exists (select 1 from json_each(${column}) where value in (${joinValues(values)}))`,
  jsonIsEmpty: (column) => sql`json_array_length(${column}) = 0`,
  jsonText: (column, key) => sql`json_extract(${column}, ${`$."${key}"`})`,
  jsonTextAt(column, path) {
    const at = `$${path.map((key) => `.${JSON.stringify(key)}`).join("")}`;
    return sql`case json_type(${column}, ${at}) when 'true' then 'true' when 'false' then 'false'
      else cast(json_extract(${column}, ${at}) as text) end`;
  },
  label: (object, key) => sql`(select entry.value from json_each(${object}) as entry where entry.key = ${key})`,
  itemsOf: (list, as) => sql`json_each(${list}) as ${sql.ref(as)}`,
  textsOf: (list, as) => sql`json_each(${list}) as ${sql.ref(as)}`,
  matchesWildcards: (text, pattern) => sql`${text} glob ${pattern.replaceAll("[", "[[]")}`,
  like: (column, pattern) => sql`${column} like ${pattern}`,
  contains: (of, text) => sql`${of} like ${`%${escapeLike(text)}%`} escape '\\'`,
  secondsBetween,
  micros,
  sumByBucket: (runs, sums) => sumAlong(micros, runs, sums),
  time: (instant) => sql`${storedTime(instant)}`,
  readTime: (value) => (typeof value === "string" ? readStoredTime(value) : null),
  async listEventsAfter(db, [after = 0], { limit }) {
    const rows = await db
      .selectFrom("event")
      .select(["id", "position"])
      .where("position", ">", after)
      .orderBy("position")
      .limit(limit)
      .execute();
    return { ids: rows.map((row) => row.id), cursor: [rows.at(-1)?.position ?? after] };
  },
  async latestEvents(db) {
    const { rows } = await sql<{ position: number | null }>`select max(position) as position from event`.execute(db);
    return { cursor: [rows[0]?.position ?? 0], ahead: [] };
  },
  async addUpCounts(db) {
    // Its triggers count at once, but leave behind the names that states have no more.
    await sql`delete from run_count where count = 0`.execute(db);
  },
  runTexts: sqliteRunTexts,
  // To pass over runs takes no look at them here, and the index of texts knows the few of a tag; a table of tags would take each run a twentieth of its time.
  runTags: undefined,
  taskRunTexts: undefined,
  lockForMigration: () => Promise.resolve(), // the single writer holds it already
  async dropTables(db, names) {
    for (const name of names.toReversed()) await sql`drop table if exists ${sql.id(name)}`.execute(db);
  },
  refusal,
  async giveSpaceBack(db) {
    const free = await pragma(db, "freelist_count");
    if (free <= keptPages || free < (await pragma(db, "page_count")) * keptPart) return false;
    // Each run of this statement moves one page; it does nothing in a file that was made without that ability.
    for (let page = 0; page < pagesTogether; page++) await sql`pragma incremental_vacuum(1)`.execute(db);
    return (await pragma(db, "freelist_count")) < free;
  },
};

export const sqliteLanguage: QueryLanguage = {
  dialect,
  adapter: new SqliteAdapter(),
  compiler,
  plugins: [encodeByColumn(sqliteCodecs)],
};
