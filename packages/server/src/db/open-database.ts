import { homedir } from "node:os";
import type { Clock } from "../clock.ts";
import { PreconditionError } from "../errors.ts";
import { appliedMigrations, migrate, migrations, refuseNewer } from "./migrate.ts";
import { openSqlite } from "./open-sqlite.ts";
import type { Database } from "./transaction.ts";

export interface DatabaseOptions {
  readonly clock: Clock;
  readonly newId: () => string;
  /** A number from 0 up to 1, for back-off. */
  readonly random: () => number;
  readonly poolSize: number;
  readonly connectionTimeoutMillis: number;
  readonly warn: (message: string) => void;
}

/**
 * Opens the database a URL names, in every spelling people have: `sqlite:///file`, `sqlite+aiosqlite:////abs/file`,
 * `postgresql+asyncpg://…`, `postgres://…`. The only place that asks which database it is.
 */
export const openDatabase = async (url: string, options: DatabaseOptions): Promise<Database> => {
  const scheme = /^([a-z0-9]+)(?:\+[a-z0-9]+)?:\/\//i.exec(url);
  const kind = scheme?.[1]?.toLowerCase();
  if (scheme !== null && kind === "sqlite") return openSqlite(sqlitePath(url.slice(scheme[0].length)), options);
  if (scheme !== null && (kind === "postgres" || kind === "postgresql")) {
    const { openPostgres } = await import("./open-postgres.ts");
    return openPostgres(postgresUrl(`postgresql://${url.slice(scheme[0].length)}`), options);
  }
  throw new PreconditionError(
    `PREFECT_SERVER_DATABASE_CONNECTION_URL starts with "${kind ?? url.slice(0, 12)}", which is no database Millrace knows. ` +
      "Use sqlite+aiosqlite:///path/to/file.db or postgresql+asyncpg://user:password@host:5432/name.",
  );
};

/** What follows `sqlite://`: `/relative`, `//absolute`, `/~/in-home`, `/:memory:` or nothing; query parameters are for other drivers. */
const sqlitePath = (rest: string): string | undefined => {
  const [path = "", query = ""] = rest.replace(/^\//, "").split("?");
  if (path === "" || path.includes(":memory:") || /(^|&)mode=memory(&|$)/.test(query)) return undefined;
  return decodeURIComponent(path.replace(/^file:/, "")).replace(/^~(?=\/)/, homedir());
};

const sslModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];

/** Drops the parameters only Python's drivers know, and says what theirs are called here. */
const postgresUrl = (text: string): URL => {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new PreconditionError(
      "PREFECT_SERVER_DATABASE_CONNECTION_URL is not a URL. Use postgresql+asyncpg://user:password@host:5432/name; write special characters of the password as %XX.",
    );
  }
  const ssl = url.searchParams.get("ssl");
  if (ssl !== null && !url.searchParams.has("sslmode")) url.searchParams.set("sslmode", ssl === "true" ? "require" : ssl);
  for (const name of ["ssl", "prepared_statement_cache_size", "statement_cache_size", "prepared_statement_name_func", "command_timeout"]) {
    url.searchParams.delete(name);
  }
  const mode = url.searchParams.get("sslmode");
  if (mode !== null && !sslModes.includes(mode)) {
    throw new PreconditionError(
      `PREFECT_SERVER_DATABASE_CONNECTION_URL has the sslmode "${mode}", which PostgreSQL does not know. Use one of ${sslModes.join(", ")}.`,
    );
  }
  // They mean what they mean to PostgreSQL's own programs: `require` encrypts, `verify-full` also checks who answers.
  url.searchParams.set("uselibpqcompat", "true");
  return url;
};

/** An error as whoever runs the server is to be told of it. */
export const toldOf = ({ explain }: Pick<Database, "explain">, error: unknown): unknown => {
  const meaning = explain(error);
  return meaning === undefined ? error : new PreconditionError(meaning, error);
};

/** Runs what is missing of the data model's changes, under a lock so that servers starting together do it once. */
export const migrateDatabase = (database: Database): Promise<readonly string[]> =>
  database.transact(async (tx) => {
    await tx.dialect.lockForMigration(tx);
    return migrate(tx, database.location);
  });

/** Refuses a database that lacks changes of the data model, for servers that are told not to make them, or has some that are not known. */
export const requireMigrated = async ({ read, location }: Database): Promise<void> => {
  // A database that no server has used yet has not even the table that remembers changes.
  const done = await appliedMigrations(read).catch((): readonly string[] => []);
  refuseNewer(done, location);
  const missing = migrations.map(({ name }) => name).filter((name) => !done.includes(name));
  if (missing.length === 0) return;
  throw new PreconditionError(
    `The database ${location} lacks the change "${missing.join('", "')}", and PREFECT_SERVER_DATABASE_MIGRATE_ON_START is false. ` +
      "Copy the database, then start one server with PREFECT_SERVER_DATABASE_MIGRATE_ON_START=true.",
  );
};
