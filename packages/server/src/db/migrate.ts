import { sql } from "kysely";
import { PreconditionError } from "../errors.ts";
import type { Queries, Tx } from "./connection.ts";
import { initial } from "./migrations/0001-initial.ts";
import { concurrencyLimits } from "./migrations/0002-concurrency-limits.ts";
import { workPools } from "./migrations/0003-work-pools.ts";
import { smallNouns } from "./migrations/0004-small-nouns.ts";
import { blocks } from "./migrations/0005-blocks.ts";
import { eventMentions } from "./migrations/0006-event-mentions.ts";
import { schedulePolicies } from "./migrations/0007-schedule-policies.ts";
import { scale } from "./migrations/0009-scale.ts";
import { flowRunDisconnects } from "./migrations/0010-flow-run-disconnects.ts";
import { lighterWrites } from "./migrations/0011-lighter-writes.ts";
import { poolHistories } from "./migrations/0012-pool-histories.ts";
import { bulkJobs } from "./migrations/0013-bulk-jobs.ts";
import { runTexts } from "./migrations/0014-run-texts.ts";
import { bulkSubjects } from "./migrations/0015-bulk-subjects.ts";
import { taskWorkers } from "./migrations/0016-task-workers.ts";
import { taskRunTexts } from "./migrations/0017-task-run-texts.ts";
import { nameGrams } from "./migrations/0018-name-grams.ts";
import { reckonedHistory } from "./migrations/0019-reckoned-history.ts";
import { textsInOrders } from "./migrations/0020-texts-in-orders.ts";
import { workerCleanups } from "./migrations/0021-worker-cleanups.ts";
import { flowOrder } from "./migrations/0022-flow-order.ts";
import { runTags } from "./migrations/0023-run-tags.ts";

/** The column types a migration is written with, in a database's own words. */
export interface ColumnTypes {
  readonly uuid: string;
  readonly time: string;
  readonly json: string;
  readonly bool: string;
  readonly double: string;
  /** The column, or columns, that order the event log. */
  readonly eventPosition: string;
  readonly eventPositionIndex: readonly string[];
  /** A query of all that events are related to: `resource_id`, and when the event was `received`. */
  readonly relatedIds: string;
  /** Fills `run_count` and keeps it true from then on. */
  readonly countChanges: readonly string[];
  /** Has the upkeep of large tables done in time. */
  readonly tuneLargeTables: readonly string[];
  /** Takes off large tables what is kept with every write and never looked at. */
  readonly lightenWrites: readonly string[];
  /** Makes the index of the names and tags of flow runs. */
  readonly runTexts: readonly string[];
  /** And what task runs are found by these with. */
  readonly taskRunTexts: readonly string[];
  /** Makes what runs are found with by a part of their name, where the above does not. */
  readonly nameIndexes: readonly string[];
  /** What histories reckon of the times of a flow run, for the index they read to keep; none where that saves them no time. */
  readonly reckonedTimes: readonly string[];
  /** What runs are passed over by along an order, for its index to keep; none where that spares the database no look at the run. */
  readonly soughtTexts: readonly string[];
  /** Makes what leads lists of flow runs along those of a tag. */
  readonly runTags: readonly string[];
}

export interface Migration {
  /** Sorts by its number; never changes once released. */
  readonly name: string;
  readonly statements: (types: ColumnTypes) => readonly string[];
}

/** Every change of the data model, oldest first. */
export const migrations: readonly Migration[] = [
  initial,
  concurrencyLimits,
  workPools,
  smallNouns,
  blocks,
  eventMentions,
  schedulePolicies,
  scale,
  flowRunDisconnects,
  lighterWrites,
  poolHistories,
  bulkJobs,
  runTexts,
  bulkSubjects,
  taskWorkers,
  taskRunTexts,
  nameGrams,
  reckonedHistory,
  textsInOrders,
  workerCleanups,
  flowOrder,
  runTags,
];

/** Refuses a database that a newer program wrote, by the changes it has. */
export const refuseNewer = (applied: readonly string[], where: string): void => {
  const known = new Set(migrations.map((migration) => migration.name));
  const unknown = applied.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new PreconditionError(
    `The database ${where} was written by a newer Millrace: it has the change "${unknown.join('", "')}", which this version does not know. ` +
      "Start a newer version, or restore the copy made before the upgrade.",
  );
};

/** Brings an empty or older database up to this program's model. Refuses one that a newer program wrote. */
export const migrate = async (tx: Tx, where: string): Promise<readonly string[]> => {
  await sql`create table if not exists millrace_migration (name text primary key)`.execute(tx);
  const done = await appliedMigrations(tx);
  refuseNewer(done, where);
  const missing = migrations.filter((migration) => !done.includes(migration.name));
  for (const migration of missing) {
    try {
      for (const statement of migration.statements(tx.dialect.columnTypes)) await sql.raw(statement).execute(tx);
    } catch (error) {
      throw done.length === 0 && isTaken(error) ? ofAnotherProgram(where, error) : error;
    }
    await sql`insert into millrace_migration (name) values (${migration.name})`.execute(tx);
  }
  return missing.map((migration) => migration.name);
};

const isTaken = (error: unknown): boolean => error instanceof Error && error.message.includes("already exists");

/** Prefect's own server keeps its data in a file of the same name, in a data model of its own. */
const ofAnotherProgram = (where: string, cause: unknown): PreconditionError =>
  new PreconditionError(
    `The database ${where} holds the tables of another program, such as Prefect's own server, and is left as it is. ` +
      "Millrace starts with a database of its own: name another in PREFECT_SERVER_DATABASE_CONNECTION_URL, such as sqlite+aiosqlite:////path/to/millrace.db, or another directory in PREFECT_HOME.",
    cause,
  );

export const appliedMigrations = async (db: Queries): Promise<readonly string[]> => {
  const { rows } = await sql<{ name: string }>`select name from millrace_migration order by name`.execute(db);
  return rows.map((row) => row.name);
};
