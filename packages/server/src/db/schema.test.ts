import { readFileSync } from "node:fs";
import { sql } from "kysely";
import { parseSync } from "oxc-parser";
import { expect, test } from "vitest";
import { booleanColumns, jsonColumns, timeColumns } from "./columns.ts";
import type { Dialect } from "./dialect.ts";
import { onEachDatabase } from "./fixtures/open.ts";
import type { Database } from "./transaction.ts";

type Kind = "time" | "json" | "bool" | "uuid" | "number" | "text";
type Columns = Readonly<Record<string, Readonly<Record<string, { readonly kind: Kind; readonly nullable: boolean }>>>>;

const source = [
  "./schema.ts",
  "./backfill-tables.ts",
  "./bulk-tables.ts",
  "./count-tables.ts",
  "./task-worker-tables.ts",
  "./worker-cleanup-table.ts",
]
  .map((file) => readFileSync(new URL(file, import.meta.url), "utf8"))
  .join("\n");

const kindOfType = (type: string): Kind => {
  if (type === "Instant") return "time";
  if (type === "Uuid") return "uuid";
  if (type === "boolean") return "bool";
  if (type === "number" || type === "Generated<number>") return "number";
  return type === "string" || type === "StateType" || type.startsWith('"') ? "text" : "json";
};

/** The interfaces of the model as data: the types are gone when a test runs, their text is not. */
const readModel = (): Columns => {
  const statements = parseSync("schema.ts", source).program.body.map((node) =>
    node.type === "ExportNamedDeclaration" ? node.declaration : node,
  );
  const interfaces = new Map(
    statements.flatMap((node) => (node?.type === "TSInterfaceDeclaration" ? [[node.id.name, node] as const] : [])),
  );
  const members = (name: string): [string, string][] => {
    const node = interfaces.get(name);
    const inherited = node?.extends.flatMap(({ expression }) => (expression.type === "Identifier" ? members(expression.name) : [])) ?? [];
    const own = node?.body.body.flatMap((member): [string, string][] =>
      member.type === "TSPropertySignature" && member.key.type === "Identifier" && member.typeAnnotation != null
        ? [[member.key.name, source.slice(member.typeAnnotation.start + 1, member.typeAnnotation.end).trim()]]
        : [],
    );
    return [...inherited, ...(own ?? [])];
  };
  const column = (type: string) => ({ kind: kindOfType(type.replace(" | null", "")), nullable: type.endsWith("| null") });
  return Object.fromEntries(
    members("Tables").map(([table, type]) => [table, Object.fromEntries(members(type).map(([name, text]) => [name, column(text)]))]),
  );
};

const kinds: Readonly<Record<Dialect["name"], Readonly<Record<string, Kind>>>> = {
  sqlite: { TIME_TEXT: "time", JSON_TEXT: "json", BOOL_INTEGER: "bool", TEXT: "text", INTEGER: "number", REAL: "number" },
  postgres: {
    "timestamp with time zone": "time",
    jsonb: "json",
    boolean: "bool",
    uuid: "uuid",
    text: "text",
    integer: "number",
    bigint: "number",
    "double precision": "number",
  },
};

interface Found {
  readonly table_name: string;
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean | number;
}

/** What the migrations really made, but for indexes of a dialect's own that are tables (run-texts.ts). */
const readDatabase = async (db: Database): Promise<Found[]> => {
  const query =
    db.dialect.name === "sqlite"
      ? sql<Found>`select m.name as table_name, c.name, upper(c.type) as type, c."notnull" = 0 and c.pk = 0 as nullable
          from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'sqlite_%' and m.name not like 'search_%'`
      : sql<Found>`select table_name, column_name as name, data_type as type, is_nullable = 'YES' as nullable
          from information_schema.columns where table_schema = current_schema() and table_name not like 'search_%'`;
  const { rows } = await query.execute(db.read);
  return rows.filter(({ table_name, name }) => table_name !== "millrace_migration" && name !== "transaction_id");
};

const model = readModel();

onEachDatabase("the migrated structure", (openNew) => {
  test("has the tables and columns of schema.ts, of their kinds, and no others", async () => {
    const db = await openNew();
    const found: Record<string, Record<string, { kind: Kind | undefined; nullable: boolean }>> = {};
    for (const { table_name, name, type, nullable } of await readDatabase(db)) {
      const column = { kind: kinds[db.dialect.name][type], nullable: Boolean(nullable) };
      found[table_name] = { ...found[table_name], [name]: column };
    }
    // SQLite knows no UUIDs; there they are texts. The JSON value null is a value, so a column of any JSON may lack one.
    const expected = Object.entries(model).map(([table, columns]) => [
      table,
      Object.fromEntries(
        Object.entries(columns).map(([name, { kind, nullable }]) => [
          name,
          {
            kind: kind === "uuid" && db.dialect.name === "sqlite" ? "text" : kind,
            nullable: nullable || (kind === "json" && name === "data"),
          },
        ]),
      ),
    ]);
    expect(found).toEqual(Object.fromEntries(expected));
  });
});

test("columns.ts names the kind of every column that travels encoded, and of no other", () => {
  const named = (kind: Kind): Set<string> =>
    new Set(Object.values(model).flatMap((columns) => Object.keys(columns).filter((name) => columns[name]?.kind === kind)));
  expect(timeColumns).toEqual(named("time"));
  expect(jsonColumns).toEqual(named("json"));
  expect(booleanColumns).toEqual(named("bool"));
  const plain = new Set([...named("text"), ...named("uuid"), ...named("number")]);
  expect([...timeColumns, ...jsonColumns, ...booleanColumns].filter((name) => plain.has(name))).toEqual([]);
});
