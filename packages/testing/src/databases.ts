import { randomBytes } from "node:crypto";

/** A database of one's own for a test. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

export interface DatabaseKind {
  readonly name: string;
  create(): Promise<TestDatabase>;
}

/** Makes an empty database on a PostgreSQL server, reached by a URL that may name a pooler instead. */
export const createPostgresDatabase = async (adminUrl: string, serverUrl = adminUrl): Promise<TestDatabase> => {
  const { default: pg } = await import("pg");
  const name = `millrace_test_${randomBytes(6).toString("hex")}`;
  const run = async (text: string): Promise<void> => {
    const client = new pg.Client({ connectionString: adminUrl });
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  };
  await run(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(`drop database ${name} with (force)`) };
};

/** The databases tests run on here: SQLite always, PostgreSQL where the test run started one. */
export const databaseKinds = (postgresUrl: string | undefined): readonly DatabaseKind[] => [
  { name: "SQLite", create: () => Promise.resolve({ url: "sqlite://", drop: () => Promise.resolve() }) },
  ...(postgresUrl === undefined ? [] : [{ name: "PostgreSQL", create: () => createPostgresDatabase(postgresUrl) }]),
];
