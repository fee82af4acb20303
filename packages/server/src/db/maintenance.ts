/** What people do to a database without a server: look what it lacks, bring it up to date, empty it (cli.md §16). */
import { sql } from "kysely";
import { systemClock } from "../clock.ts";
import { databaseUrlOf } from "../database-settings.ts";
import { PreconditionError } from "../errors.ts";
import type { ServerSettings } from "../settings.ts";
import type { Tx } from "./connection.ts";
import { appliedMigrations, migrate, migrations, refuseNewer } from "./migrate.ts";
import { migrateDatabase, openDatabase, toldOf } from "./open-database.ts";

export interface DatabaseMaintenance {
  /** Which database it is, for people; without credentials. */
  readonly location: string;
  /** Names of the changes of the data model that it lacks, oldest first. */
  listMissing(): Promise<readonly string[]>;
  /** Makes them. Returns their names. */
  upgrade(): Promise<readonly string[]>;
  /** Deletes everything Millrace keeps in it and makes its tables anew. Other programs' tables stay. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

const created = /create\s+(?:or\s+replace\s+|virtual\s+)?(table|function)\s+(?:if\s+not\s+exists\s+)?"?(\w+)"?/gi;
const renamed = /alter\s+(table)\s+\w+\s+rename\s+to\s+"?(\w+)"?/gi;

/** Drops what the data model's changes create. Indexes and triggers go with their tables. */
const dropEverything = async (tx: Tx): Promise<void> => {
  const statements = migrations.flatMap((migration) => migration.statements(tx.dialect.columnTypes));
  const found = statements.flatMap((statement) => [...statement.matchAll(created), ...statement.matchAll(renamed)]);
  const namesOf = (kind: string): readonly string[] => [
    ...new Set(found.filter(([, each]) => each?.toLowerCase() === kind).map(([, , name = ""]) => name)),
  ];
  await tx.dialect.dropTables(tx, ["millrace_migration", ...namesOf("table")]);
  for (const name of namesOf("function")) await sql`drop function if exists ${sql.id(name)}`.execute(tx);
};

const refuseForeign = async (tx: Tx, location: string): Promise<void> => {
  const applied = await appliedMigrations(tx);
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = applied.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new PreconditionError(
    `The database ${location} was written by a newer Millrace: it has the change "${unknown.join('", "')}". Reset it with that version.`,
  );
};

/** Opens the database that a server with these settings uses. Throws `PreconditionError` when it cannot be. */
export const openForMaintenance = async (
  settings: Parameters<typeof databaseUrlOf>[0] & Pick<ServerSettings, "databaseConnectionTimeout">,
): Promise<DatabaseMaintenance> => {
  const database = await openDatabase(databaseUrlOf(settings), {
    clock: systemClock(),
    newId: () => "maintenance",
    random: () => 0,
    poolSize: 1,
    connectionTimeoutMillis: settings.databaseConnectionTimeout * 1000,
    warn: () => {},
  });
  const { location, read, transact } = database;
  const tell = (error: unknown): never => {
    throw toldOf(database, error);
  };
  // A database that no server has used yet has not even the table that remembers changes.
  const listApplied = (): Promise<readonly string[]> => appliedMigrations(read).catch(() => []);
  return {
    location,
    async listMissing() {
      const applied = await listApplied();
      refuseNewer(applied, location);
      return migrations.map(({ name }) => name).filter((name) => !applied.includes(name));
    },
    upgrade: () => migrateDatabase(database).catch(tell),
    async reset() {
      const isNew = (await listApplied()).length === 0;
      await transact(async (tx) => {
        await tx.dialect.lockForMigration(tx);
        if (!isNew) {
          await refuseForeign(tx, location);
          await dropEverything(tx);
        }
        await migrate(tx, location);
      }).catch(tell);
    },
    close: database.close,
  };
};
