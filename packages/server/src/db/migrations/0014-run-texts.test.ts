import { randomUUID } from "node:crypto";
import { createPostgresDatabase, databaseKinds } from "@millrace/testing";
import { type SqlBool, sql } from "kysely";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Tx } from "../connection.ts";
import { column } from "../filters/members.ts";
import { flowRunsWhere } from "../filters/related.ts";
import { open, postgresUrl } from "../fixtures/open.ts";
import { migrations } from "../migrate.ts";
import { migrateDatabase } from "../open-database.ts";
import { tellLack } from "../postgres-lacks.ts";
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
      await sql`insert into task_run (id, created, updated, name, task_key, dynamic_key, empirical_policy, task_inputs, tags, labels,
          flow_run_run_count, run_count, total_run_time)
        values (${id(4)}, ${tx.dialect.time(now)}, ${tx.dialect.time(now)}, 'extract-2026', 'k', '0', '{}', '{}', '["slow"]', '{}', 0, 0, 0)`.execute(
        tx,
      );
    });
    await migrateDatabase(db);

    const { runTexts: texts, taskRunTexts } = db.dialect;
    expect(await texts.isBehind(db.read)).toBe(false);
    const find = async (nameParts: readonly string[], tags: readonly (readonly string[])[]): Promise<string[]> => {
      const mayHave = await texts.findFew(db.read, { nameParts, tags });
      const runs = db.read.selectFrom("flow_run").select("id");
      return (mayHave === undefined ? [] : await runs.where(mayHave(column("flow_run.id"))).execute()).map((row) => row.id);
    };
    const mayHave = await taskRunTexts?.findFew(db.read, { nameParts: ["extract"], tags: [["slow"]] });
    const taskRuns = db.read.selectFrom("task_run").select("id");
    const found = mayHave === undefined ? [] : await taskRuns.where(mayHave(column("task_run.id"))).execute();
    expect(found).toEqual(taskRunTexts === undefined ? [] : [{ id: id(4) }]);
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

/** A database of a role that owns no more than what it makes there. */
const openAsGuest = async () => {
  const place = await createPostgresDatabase(postgresUrl ?? "");
  onTestFinished(() => place.drop());
  const owner = await open(place.url);
  const role = `guest_${randomUUID().replaceAll("-", "")}`;
  const doAsOwner = (...statements: readonly string[]) =>
    owner.transact(async (tx) => {
      for (const statement of statements) await sql.raw(statement).execute(tx);
    });
  await doAsOwner(`create role ${role} login`, `grant all on schema public to ${role}`);
  onTestFinished(() => doAsOwner(`drop owned by ${role} cascade`, `drop role ${role}`));
  const url = new URL(place.url);
  url.username = role;
  const guest = await open(url.href);
  const findLack = async (): Promise<string | undefined> => {
    await migrateDatabase(guest);
    return guest.dialect.runTexts.findLack(guest.read);
  };
  return { guest, role, doAsOwner, findLack };
};

describe.skipIf(postgresUrl === undefined)("a database where the index of names cannot be made", () => {
  test("tells a role that may create no extension what to ask for, and makes the index once it is there", async () => {
    const { guest, doAsOwner, findLack } = await openAsGuest();
    expect(await findLack()).toMatch(/this role may not create it.*run CREATE EXTENSION pg_trgm/);
    expect(await guest.dialect.runTexts.findFew(guest.read, { nameParts: ["2026"], tags: [] })).toBeTypeOf("function");

    await doAsOwner("create extension pg_trgm");
    expect(await findLack()).toBe(undefined);
  });

  test("takes an extension of a schema of its own, and tells a role that may not look there that it may not", async () => {
    const { role, doAsOwner, findLack } = await openAsGuest();
    await doAsOwner("create schema tools", "create extension pg_trgm schema tools");
    const lack = await findLack();
    expect(lack).toContain("could not be made, as PostgreSQL says: permission denied for schema tools. A search");
    expect(lack).toContain("Have an administrator give this role that right, then start the server again.");

    await doAsOwner(`grant usage on schema tools to ${role}`);
    expect(await findLack()).toBe(undefined);
  });

  test("tells whatever else is in the way, as long as it is", async () => {
    const { doAsOwner, findLack } = await openAsGuest();
    const full = "raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'";
    await doAsOwner(
      "create extension pg_trgm",
      `create function refuse() returns event_trigger language plpgsql as $$ begin
        if current_query() like '%search_flow_run_by_name%' then ${full}; end if; end $$`,
      "create event trigger fullness on ddl_command_start when tag in ('CREATE INDEX') execute function refuse()",
    );
    expect(await findLack()).toContain("could not be made, as PostgreSQL says: could not extend file: No space left on device. A search");

    await doAsOwner("drop event trigger fullness");
    expect(await findLack()).toBe(undefined);
  });
});

test.each([
  [{ reason: '0A000 extension "pg_trgm" is not available', has_extension: false }, "is not installed where the database runs"],
  [{ reason: "58P01 could not open extension control file", has_extension: false }, "is not installed where the database runs"],
  [{ reason: null, has_extension: false }, "CREATE EXTENSION pg_trgm"],
  [{ reason: null, has_extension: true }, "Run millrace server database upgrade, then start the server again."],
])("of %j says that it %s", (lack, says) => expect(tellLack(lack)).toContain(says));
