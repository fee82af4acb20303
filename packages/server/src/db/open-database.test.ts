import { existsSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { open, options, postgresUrl } from "./fixtures/open.ts";
import { aFolder } from "./fixtures/temp-files.ts";
import { openDatabase } from "./open-database.ts";

describe("the file a SQLite URL names", () => {
  test.each([
    ["sqlite:///", "data.db"],
    ["sqlite+aiosqlite:///", "data.db"],
    ["SQLITE+AIOSQLITE:///", "data.db"],
    ["sqlite+pysqlite:///", "data.db"],
    ["sqlite+aiosqlite:///file:", "data.db"],
    ["sqlite:///", "with space.db", "with%20space.db"],
    ["sqlite:///", "new/folder/data.db"],
    ["sqlite:///", "data.db", "data.db?timeout=20&check_same_thread=false"],
  ])("%s…/%s is used, and made when missing", async (start, name, spelled = name) => {
    const folder = aFolder();
    const db = await open(`${start}${folder}/${spelled}`);
    expect(db.location).toBe(join(folder, name));
    expect(existsSync(join(folder, name))).toBe(true);
  });

  test("may be relative to where the server runs", async () => {
    const before = process.cwd();
    const folder = aFolder();
    process.chdir(folder);
    try {
      expect((await open("sqlite+aiosqlite:///./here.db")).location).toBe("./here.db");
      expect(existsSync(join(folder, "here.db"))).toBe(true);
    } finally {
      process.chdir(before);
    }
  });

  test.each([
    "sqlite://",
    "sqlite+aiosqlite:///:memory:",
    "sqlite+aiosqlite:///file::memory:?cache=shared&uri=true&check_same_thread=false",
    "sqlite:///x?mode=memory",
  ])("%s is memory, each server's its own", async (url) => {
    const [one, other] = [await open(url), await open(url)];
    expect(one.location).toBe("in memory");
    await one.transact((tx) => sql`create table mine (n integer)`.execute(tx));
    const tables = sql`select name from sqlite_master where name = 'mine'`;
    expect((await tables.execute(one.read)).rows).toHaveLength(1);
    expect((await tables.execute(other.read)).rows).toHaveLength(0);
  });
});

describe("a URL that names no database", () => {
  test.each([
    ["mysql://user:secret@host/name", 'starts with "mysql"'],
    ["postgresql+asyncpg//user:secret@host/name", "which is no database Millrace knows"],
    ["/var/lib/data.db", 'starts with "/var/lib/dat"'],
    ["", "which is no database Millrace knows"],
  ])("%s is refused with what would be accepted", async (url, words) => {
    const opening = openDatabase(url, options());
    await expect(opening).rejects.toMatchObject({ name: "PreconditionError", message: expect.stringContaining(words) });
    await expect(opening).rejects.toThrow("Use sqlite+aiosqlite:///path/to/file.db or postgresql+asyncpg://user:password@host:5432/name.");
    await expect(opening).rejects.not.toThrow("secret");
  });

  test("a PostgreSQL URL with a bare # or / in its password says how to write it", async () => {
    const opening = openDatabase("postgresql+asyncpg://user:se/cr#et@host:5432/name", options());
    await expect(opening).rejects.toThrow("write special characters of the password as %XX");
    await expect(opening).rejects.not.toThrow("cr#et");
  });
});

describe.skipIf(postgresUrl === undefined)("the PostgreSQL a URL names", () => {
  const after = (): string => (postgresUrl ?? "").replace(/^postgresql:\/\//, "");

  test.each(["postgresql+asyncpg", "postgresql+psycopg2", "postgresql+psycopg", "postgresql", "postgres", "POSTGRESQL"])(
    "%s:// is reached",
    async (scheme) => {
      const db = await open(`${scheme}://${after()}`);
      expect(await db.dialect.version(db.read)).toMatch(/^PostgreSQL \d+/);
      expect(db.location).toBe(`postgresql://${after()}`);
    },
  );

  test.each([
    "ssl=disable",
    "ssl=prefer",
    "prepared_statement_cache_size=0",
    "statement_cache_size=0&command_timeout=30",
    "sslmode=disable&application_name=mine",
  ])("?%s is understood", async (query) => {
    const db = await open(`postgresql+asyncpg://${after()}?${query}`);
    expect((await sql`select 1 as one`.execute(db.read)).rows).toEqual([{ one: 1 }]);
  });
});
