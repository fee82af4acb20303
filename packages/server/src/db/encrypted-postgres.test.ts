import { createPostgresDatabase } from "@millrace/testing";
import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { open, options, postgresUrl } from "./fixtures/open.ts";
import { openDatabase } from "./open-database.ts";

const url = postgresUrl ?? "";

const urlOf = (user: string, query = ""): string => {
  const address = new URL(url);
  address.username = user;
  return address.href.replace(/^postgresql:/, "postgresql+asyncpg:") + query;
};

const isEncrypted = async (user: string, query = ""): Promise<unknown> => {
  const db = await open(urlOf(user, query));
  const { rows } = await sql<{ ssl: boolean }>`select ssl from pg_stat_ssl where pid = pg_backend_pid()`.execute(db.read);
  return rows[0]?.ssl;
};

const plain = "This PostgreSQL does not encrypt: openssl is not installed, or it is not the tests' own.";
const owner = new URL(url === "" ? "postgresql://nobody@localhost" : url).username;

describe.skipIf(postgresUrl === undefined)("PostgreSQL that encrypts", () => {
  /** A file with the certificate it shows; undefined where it cannot encrypt. */
  let certificate: string | undefined;

  beforeAll(async () => {
    const db = await openDatabase(urlOf(owner), options());
    const { rows } = await sql<{ ssl: string; file: string }>`
      select current_setting('ssl') as ssl, current_setting('ssl_cert_file') as file`.execute(db.read);
    if (rows[0]?.ssl === "on") certificate = rows[0].file;
    for (const role of ["only_encrypted", "only_plain"]) {
      await sql
        .raw(`do $$ begin create role ${role} login; exception when duplicate_object or unique_violation then null; end $$`)
        .execute(db.read);
    }
    await db.close();
  });

  test("is spoken to in plain text on this machine, unless it or the URL wants otherwise", async ({ skip }) => {
    if (certificate === undefined) return skip(plain);
    expect(await isEncrypted(owner)).toBe(false);
    expect(await isEncrypted("only_encrypted")).toBe(true);
    expect(await isEncrypted(owner, "?ssl=require")).toBe(true);
    expect(await isEncrypted(owner, "?ssl=true")).toBe(true);
    expect(await isEncrypted(owner, "?sslmode=prefer")).toBe(true);
    expect(await isEncrypted("only_plain", "?sslmode=prefer")).toBe(false);
    expect(await isEncrypted("only_encrypted", "?sslmode=allow")).toBe(true);
    expect(await isEncrypted(owner, "?sslmode=disable")).toBe(false);
  });

  test("is known by its certificate where the URL says so", async ({ skip }) => {
    if (certificate === undefined) return skip(plain);
    const trusted = `sslrootcert=${encodeURIComponent(certificate)}`;
    expect(await isEncrypted(owner, `?sslmode=verify-full&${trusted}`)).toBe(true);
    expect(await isEncrypted(owner, `?sslmode=verify-ca&${trusted}`)).toBe(true);
    await expect(openDatabase(urlOf(owner, "?sslmode=verify-full"), options())).rejects.toThrow(
      "cannot be reached: self-signed certificate",
    );
  });

  test("that refuses what the URL wants says so", async ({ skip }) => {
    if (certificate === undefined) return skip(plain);
    await expect(openDatabase(urlOf("only_encrypted", "?sslmode=disable"), options())).rejects.toThrow("no encryption");
    await expect(openDatabase(urlOf("only_plain", "?sslmode=require"), options())).rejects.toThrow("SSL encryption");
  });

  test("that fails both ways tells the reason that has nothing to do with encryption", async ({ skip }) => {
    if (certificate === undefined) return skip(plain);
    const nowhere = urlOf("only_plain", "?sslmode=prefer").replace("/postgres?", "/nowhere?");
    await expect(openDatabase(nowhere, options())).rejects.toThrow('database "nowhere" does not exist');
  });

  test("is not asked with a mode that is none", async () => {
    const opening = openDatabase(urlOf(owner, "?sslmode=always"), options());
    await expect(opening).rejects.toThrow(
      'the sslmode "always", which PostgreSQL does not know. Use one of disable, allow, prefer, require',
    );
  });

  test("behind a pooler that does not encrypt is reached", async ({ skip }) => {
    const pooler = process.env.MILLRACE_TEST_PGBOUNCER_URL;
    if (pooler === undefined) return skip("There is no PgBouncer here.");
    const place = await createPostgresDatabase(url, pooler);
    const db = await openDatabase(`${place.url}?sslmode=prefer`, options());
    expect((await sql`select 1 as one`.execute(db.read)).rows).toEqual([{ one: 1 }]);
    await db.close();
    await place.drop();
  });
});
