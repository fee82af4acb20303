import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sql } from "kysely";
import { describe, expect, onTestFinished, test } from "vitest";
import { open, options } from "./fixtures/open.ts";
import { aFolder } from "./fixtures/temp-files.ts";
import { migrateDatabase, openDatabase } from "./open-database.ts";

const refused = (file: string) => expect(openDatabase(`sqlite:///${file}`, options({ connectionTimeoutMillis: 50 }))).rejects;
const precondition = (...words: string[]) => ({
  name: "PreconditionError",
  message: expect.stringMatching(new RegExp(words.map((word) => RegExp.escape(word)).join(".*"))),
});

describe("a file that cannot be used", () => {
  test.each([
    ["text", Buffer.from("This is a diary, not a database.".repeat(40))],
    ["zip", Buffer.from([0x50, 0x4b, 3, 4, ...Array.from({ length: 600 }, () => 7)])],
  ])("because it is %s is named, with what to do", async (_, bytes) => {
    const file = join(aFolder(), "diary.db");
    writeFileSync(file, bytes);
    await refused(file).toMatchObject(precondition(file, "is not a SQLite database, or it is damaged", "Restore it from a copy"));
  });

  test("because its first page is damaged is named, with what to do", async () => {
    const file = join(aFolder(), "damaged.db");
    const database = new DatabaseSync(file);
    database.exec("create table t (n integer)");
    database.close();
    const { readFileSync } = await import("node:fs");
    const bytes = readFileSync(file);
    bytes.fill(0xff, 100, 400);
    writeFileSync(file, bytes);
    await refused(file).toMatchObject(precondition(file, "damaged"));
  });

  test("because it is a folder is named, with what to do", async () => {
    const folder = aFolder();
    await refused(folder).toMatchObject(precondition(folder, "this is a folder", "Name another file"));
  });

  test("is named by its whole path where ~ stands for the home directory", async () => {
    const opening = openDatabase("sqlite:///~/../../../../../../dev/null/data.db", options());
    await expect(opening).rejects.toMatchObject(precondition(`The database ${homedir()}/../`, "/dev/null/data.db"));
  });

  test("because a folder on its way is a file is named", async () => {
    const file = join(aFolder(), "file");
    writeFileSync(file, "");
    await refused(join(file, "data.db")).toMatchObject(precondition(join(file, "data.db")));
  });

  test("because another program holds it is named, with what to do", async () => {
    const file = join(aFolder(), "held.db");
    const holder = new DatabaseSync(file);
    holder.exec(
      "pragma journal_mode = wal; create table t (n integer); pragma locking_mode = exclusive; begin exclusive; insert into t values (1)",
    );
    onTestFinished(() => holder.close());
    await refused(file).toMatchObject(precondition(file, "is held by another program", "Stop the other program"));
  });

  const isSuperuser = process.getuid?.() === 0;
  if (isSuperuser) process.emitWarning("Nothing is read-only to the superuser, so the test of a read-only database is skipped.");
  test.skipIf(isSuperuser)("because it, or its folder, is read-only is named, with what to do", async () => {
    const folder = join(aFolder(), "sealed");
    mkdirSync(folder);
    const file = join(folder, "data.db");
    const database = new DatabaseSync(file);
    database.exec("create table t (n integer)");
    database.close();
    chmodSync(file, 0o444);
    await refused(file).toMatchObject(precondition(file, "cannot be written", "write access"));
    chmodSync(folder, 0o555);
    await refused(join(folder, "new.db")).toMatchObject(precondition("cannot be written", "write access"));
    chmodSync(folder, 0o755);
  });
});

describe("reading", () => {
  test("sees every write that was acknowledged, at once, on either connection", async () => {
    const db = await open(`sqlite:///${aFolder()}/data.db`);
    await db.transact((tx) => sql`create table item (n integer)`.execute(tx));
    for (let n = 1; n <= 20; n++) {
      await db.transact((tx) => sql`insert into item values (${n})`.execute(tx));
      for (const reader of [db.read, db.heavyRead]) {
        expect((await sql<{ n: number }>`select max(n) as n from item`.execute(reader)).rows).toEqual([{ n }]);
      }
    }
  });

  test("cannot write", async () => {
    const db = await open("sqlite://");
    for (const reader of [db.read, db.heavyRead]) {
      await expect(sql`create table item (n integer)`.execute(reader)).rejects.toThrow("attempt to write a readonly database");
    }
  });

  test("for long keeps no transaction waiting, and answers in the end", async () => {
    const db = await open(`sqlite:///${aFolder()}/data.db`);
    await migrateDatabase(db);
    const order: string[] = [];
    const long = sql<{
      n: number;
    }>`with recursive c (n) as (select 1 union all select n + 1 from c where n < 5000000) select count(*) as n from c`;
    const reading = long.execute(db.heavyRead).then(({ rows }) => {
      order.push("long read");
      return rows;
    });
    for (let n = 0; n < 20; n++) await db.transact((tx) => sql`insert into millrace_migration values (${`x${n}`})`.execute(tx));
    order.push("20 transactions");
    expect(await reading).toEqual([{ n: 5_000_000 }]);
    expect(order).toEqual(["20 transactions", "long read"]);
  });

  test("off the main thread decodes like reading on it, and fails like it", async () => {
    const db = await open("sqlite://");
    await migrateDatabase(db);
    const row = { id: "1", created: "2026-01-01T00:00:00Z", updated: "2026-01-01T00:00:00.500000Z", name: "f", tags: ["ä"], labels: {} };
    await db.transact((tx) => tx.insertInto("flow").values(row).execute());
    expect(await db.heavyRead.selectFrom("flow").selectAll().execute()).toEqual([row]);
    const broken = sql`select * from nowhere`.execute(db.heavyRead);
    await expect(broken).rejects.toThrow("no such table: nowhere");
    await expect(broken).rejects.toHaveProperty("errcode", 1);
    expect(await db.heavyRead.selectFrom("flow").select("name").execute()).toEqual([{ name: "f" }]);
  });

  test("under way when the database is closed is told so", async () => {
    const db = await openDatabase(`sqlite:///${aFolder()}/data.db`, options());
    const long = sql`with recursive c (n) as (select 1 union all select n + 1 from c where n < 2000000) select count(*) from c`;
    const told = expect(long.execute(db.heavyRead)).rejects.toThrow("The database is closed.");
    await db.close();
    await told;
  });
});

test("a database in memory leaves no file behind", async () => {
  const { tmpdir } = await import("node:os");
  const mark = `gone-${process.pid}`;
  const db = await openDatabase("sqlite://", options({ newId: () => mark }));
  const files = (): string[] => readdirSync(tmpdir()).filter((name) => name.includes(mark));
  expect(files()).toContain(`millrace-${mark}.db`);
  await db.close();
  expect(files()).toEqual([]);
  expect(existsSync(join(tmpdir(), `millrace-${mark}.db`))).toBe(false);
});

test("gives the space of deleted rows back to the disk, in steps, but for some that new rows will need", async () => {
  const file = join(aFolder(), "shrinks.db");
  const database = await open(`sqlite:///${file}`);
  await database.transact(async (tx) => {
    await sql`create table filler (id integer primary key, content text)`.execute(tx);
    await sql`insert into filler (content)
      with recursive n (i) as (values (1) union all select i + 1 from n where i < 3000) select hex(zeroblob(2000)) from n`.execute(tx);
  });
  const pages = async (name: string): Promise<number> =>
    (await sql<Record<string, number>>`pragma ${sql.raw(name)}`.execute(database.read)).rows[0]?.[name] ?? 0;
  const full = await pages("page_count");
  expect(await database.transact((tx) => tx.dialect.giveSpaceBack(tx))).toBe(false);
  await database.transact((tx) => sql`delete from filler`.execute(tx));
  let steps = 0;
  while (await database.transact((tx) => tx.dialect.giveSpaceBack(tx))) steps++;
  expect(steps).toBeGreaterThan(2);
  expect(await pages("freelist_count")).toBeLessThanOrEqual(1000);
  expect(await pages("page_count")).toBeLessThan(full / 2);
});
