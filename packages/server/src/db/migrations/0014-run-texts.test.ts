import { createPostgresDatabase, databaseKinds } from "@millrace/testing";
import { type SqlBool, sql } from "kysely";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Tx } from "../connection.ts";
import { column } from "../filters/members.ts";
import { flowRunsWhere } from "../filters/related.ts";
import { open, postgresUrl } from "../fixtures/open.ts";
import { migrations } from "../migrate.ts";
import { migrateDatabase } from "../open-database.ts";
import { runTexts } from "./0014-run-texts.ts";

const id = (number: number): string => `00000000-0000-4000-8000-00000000000${number}`;
const now = "2026-01-01T00:00:00Z";

/** The data model as it was before. */
const makeOlder = async (tx: Tx): Promise<void> => {
  await sql`create table millrace_migration (name text primary key)`.execute(tx);
  for (const migration of migrations.filter(({ name }) => name < runTexts.name)) {
    for (const statement of migration.statements(tx.dialect.columnTypes)) await sql.raw(statement).execute(tx);
    await sql`insert into millrace_migration (name) values (${migration.name})`.execute(tx);
  }
};

describe.each(databaseKinds(process.env))("a database of before runs were found by their texts, on $name", (kind) => {
  test("knows the runs that are there", async () => {
    const place = await kind.create();
    onTestFinished(() => place.drop());
    const db = await open(place.url);
    await db.transact(async (tx) => {
      await makeOlder(tx);
      await sql`insert into flow (id, created, updated, name, tags, labels) values (${id(1)}, ${now}, ${now}, 'f', '[]', '{}')`.execute(tx);
      for (const [run, name, tags] of [
        [id(2), "load-2025", '["nightly"]'],
        [id(3), "load-2026", "[]"],
      ]) {
        await sql`insert into flow_run (id, created, updated, name, flow_id, parameters, context, empirical_policy, tags, labels,
            auto_scheduled, run_count, total_run_time)
          values (${run}, ${tx.dialect.time(now)}, ${tx.dialect.time(now)}, ${name}, ${id(1)}, '{}', '{}', '{}', ${tags}, '{}', false, 0, 0)`.execute(
          tx,
        );
      }
    });
    await migrateDatabase(db);

    const { runTexts: texts } = db.dialect;
    expect(await texts.isBehind(db.read)).toBe(false);
    const find = async (nameParts: readonly string[], tags: readonly (readonly string[])[]): Promise<string[]> => {
      const mayHave = await texts.findFew(db.read, { nameParts, tags });
      const runs = db.read.selectFrom("flow_run").select("id");
      return (mayHave === undefined ? [] : await runs.where(mayHave(column("flow_run.id"))).execute()).map((row) => row.id);
    };
    expect(await find(["2026"], [])).toEqual([id(3)]);
    expect(await find(["load"], [["nightly", "daily"]])).toEqual([id(2)]);
    expect(await find(["2027"], [])).toEqual([]);
  });
});

test("the last runs that failed are found along an index of these", async () => {
  const db = await open("sqlite://");
  await migrateDatabase(db);
  const hints = { areMany: true, isAlongOrder: true, areLastFailures: true, values: {} };
  const where = flowRunsWhere(db.dialect, {}, hints) ?? sql<SqlBool>`1 = 1`;
  const runs = db.read
    .selectFrom("flow_run")
    .select("id")
    .where(where)
    .orderBy("flow_run.end_time", "desc")
    .orderBy("flow_run.id")
    .compile();
  const { rows } = await db.read.run({ ...runs, sql: `explain query plan ${runs.sql}` });
  expect(rows).toMatchObject([{ detail: expect.stringContaining("flow_run_by_failure") }]);
});

describe.skipIf(postgresUrl === undefined)("a role that may create no extension", () => {
  test("is told what to ask for, and has the index made once it is there", async () => {
    const place = await createPostgresDatabase(postgresUrl ?? "");
    onTestFinished(() => place.drop());
    const owner = await open(place.url);
    const role = `guest_${process.pid}`;
    await owner.transact(async (tx) => {
      await sql.raw(`create role ${role} login`).execute(tx);
      await sql.raw(`grant all on schema public to ${role}`).execute(tx);
    });
    const url = new URL(place.url);
    url.username = role;
    const guest = await open(url.href);
    await migrateDatabase(guest);
    expect(await guest.dialect.runTexts.findLack(guest.read)).toMatch(/CREATE EXTENSION pg_trgm/);
    expect(await guest.dialect.runTexts.findFew(guest.read, { nameParts: ["2026"], tags: [] })).toBeTypeOf("function");

    await owner.transact((tx) => sql`create extension pg_trgm`.execute(tx));
    await migrateDatabase(guest);
    expect(await guest.dialect.runTexts.findLack(guest.read)).toBe(undefined);
    await owner.transact((tx) => sql.raw(`drop owned by ${role} cascade; drop role ${role}`).execute(tx));
  });
});
