import { createPostgresDatabase } from "@millrace/testing";
import { sql } from "kysely";
import { describe, expect, onTestFinished, test } from "vitest";
import { onEachDatabase, open, postgresUrl } from "./fixtures/open.ts";
import { appliedMigrations, migrations } from "./migrate.ts";
import { migrateDatabase, requireMigrated } from "./open-database.ts";

onEachDatabase("migrations", (openNew) => {
  test("are run once, and remembered", async () => {
    const db = await openNew();
    expect(await appliedMigrations(db.read)).toEqual(migrations.map(({ name }) => name));
    expect(await migrateDatabase(db)).toEqual([]);
  });

  test("refuse a database that a newer program wrote, and leave it alone", async () => {
    const db = await openNew();
    await db.transact((tx) => sql`insert into millrace_migration (name) values ('9999-from-the-future')`.execute(tx));
    const refused = {
      name: "PreconditionError",
      message:
        `The database ${db.location} was written by a newer Millrace: it has the change "9999-from-the-future", which this version does not know. ` +
        "Start a newer version, or restore the copy made before the upgrade.",
    };
    await expect(migrateDatabase(db)).rejects.toMatchObject(refused);
    await expect(requireMigrated(db)).rejects.toMatchObject(refused);
    expect(await appliedMigrations(db.read)).toContain("9999-from-the-future");
  });

  test("are asked for by a server that may not make them", async () => {
    const db = await openNew();
    await requireMigrated(db);
    await db.transact((tx) => sql`delete from millrace_migration`.execute(tx));
    await expect(requireMigrated(db)).rejects.toMatchObject({
      name: "PreconditionError",
      message: expect.stringContaining('lacks the change "0001-initial'),
    });
  });

  test("refuse the database of another program, and leave it alone", async () => {
    const db = await openNew();
    await db.transact(async (tx) => {
      await sql`drop table millrace_migration`.execute(tx);
    });
    await expect(migrateDatabase(db)).rejects.toMatchObject({
      name: "PreconditionError",
      message: expect.stringMatching(
        /^The database .* holds the tables of another program, such as Prefect's own server, and is left as it is\./,
      ),
    });
    await expect(appliedMigrations(db.read)).rejects.toThrow("millrace_migration");
  });

  test("have increasing names, so that each runs after those it builds on", () => {
    const names = migrations.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)].sort());
  });
});

describe.skipIf(postgresUrl === undefined)("servers that start together on one PostgreSQL", () => {
  test("migrate it once", async () => {
    const place = await createPostgresDatabase(postgresUrl ?? "");
    onTestFinished(() => place.drop());
    const servers = await Promise.all(Array.from({ length: 4 }, () => open(place.url)));
    const done = await Promise.all(servers.map(migrateDatabase));
    expect(done.flat()).toEqual(migrations.map(({ name }) => name));
  });
});
