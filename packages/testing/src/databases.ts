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

/** Which databases a test run offers, by the variables tools/with-services sets. */
export interface Offered {
  readonly MILLRACE_TEST_POSTGRES_URL?: string | undefined;
  readonly MILLRACE_TEST_PGBOUNCER_URL?: string | undefined;
  /** `pooler` runs tests behind the pooler alone, which gives a connection for one transaction at a time. */
  readonly MILLRACE_TEST_DATABASES?: string | undefined;
}

/** The databases tests run on here: SQLite always, PostgreSQL where the test run started one. */
export const databaseKinds = ({
  MILLRACE_TEST_POSTGRES_URL: postgres,
  MILLRACE_TEST_PGBOUNCER_URL: pooler,
  MILLRACE_TEST_DATABASES: only,
}: Offered): readonly DatabaseKind[] => {
  if (postgres !== undefined && only === "pooler") {
    return [{ name: "PostgreSQL through a pooler", create: () => createPostgresDatabase(postgres, pooler) }];
  }
  return [
    { name: "SQLite", create: () => Promise.resolve({ url: "sqlite://", drop: () => Promise.resolve() }) },
    ...(postgres === undefined ? [] : [{ name: "PostgreSQL", create: () => createPostgresDatabase(postgres) }]),
  ];
};
