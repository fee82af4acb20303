import { closeSync, existsSync, fdatasync, mkdirSync, openSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { PreconditionError } from "../errors.ts";
import { Queries } from "./connection.ts";
import { createHeavyReads } from "./heavy-reads.ts";
import type { DatabaseOptions } from "./open-database.ts";
import { sqliteLanguage } from "./sqlite.ts";
import { runOn } from "./sqlite-rows.ts";
import { createWriter } from "./sqlite-writer.ts";
import type { Database } from "./transaction.ts";

const syncFile = promisify(fdatasync);

/** Opens a SQLite file, made if missing. Without a path the data lives in a file of its own that goes with the server. */
export const openSqlite = (path: string | undefined, options: DatabaseOptions): Database => {
  const file = path ?? join(tmpdir(), `millrace-${options.newId()}.db`);
  // How long a statement waits for another process that holds the file.
  const busyMillis = options.connectionTimeoutMillis;
  const writing = openFile(file, { forgetful: path === undefined, busyMillis });
  const log = path === undefined ? undefined : openSync(`${file}-wal`, "r+");
  const writer = createWriter(writing, {
    defer: options.clock.soon,
    sync: log === undefined ? () => Promise.resolve() : () => syncFile(log),
  });
  const reading = new DatabaseSync(file, { readOnly: true, timeout: busyMillis });
  const read = runOn(reading);
  const heavy = createHeavyReads({ path: file, busyMillis, after: options.clock.after });
  return {
    dialect: sqliteLanguage.dialect,
    location: path === undefined ? "in memory" : file,
    isShared: false,
    explain: (error) => explain(file, error),
    read: new Queries(sqliteLanguage, async (query) => read(query)),
    heavyRead: new Queries(sqliteLanguage, heavy.run),
    transact: writer.transact,
    async close() {
      await writer.idle();
      await heavy.close();
      reading.close();
      if (log !== undefined) closeSync(log);
      writing.close();
      if (path === undefined) for (const ending of ["", "-wal", "-shm"]) rmSync(`${file}${ending}`, { force: true });
    },
  };
};

const openFile = (file: string, { forgetful, busyMillis }: { forgetful: boolean; busyMillis: number }): DatabaseSync => {
  try {
    if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true });
    const database = new DatabaseSync(file, { timeout: busyMillis });
    // The first read tells a corrupt or foreign file from a database.
    database.prepare("select count(*) from sqlite_master").get();
    // Lets a new file give space back in small steps; it must be said before there is anything in it.
    database.exec("pragma auto_vacuum = incremental");
    database.exec("pragma journal_mode = wal");
    // Commits leave the sync of the log to the writer, which does it beside the next works and tells nobody before it is done.
    database.exec(`pragma synchronous = ${forgetful ? "off" : "normal"}`);
    database.exec("pragma foreign_keys = on; pragma cache_size = -8000; pragma journal_size_limit = 67108864; pragma temp_store = memory");
    // Copying the log into the file syncs twice; under load that is worth doing for 32 MB rather than for 4.
    database.exec("pragma wal_autocheckpoint = 8000");
    database.exec("begin immediate; rollback");
    return database;
  } catch (error) {
    throw new PreconditionError(
      explain(file, error) ?? `The database ${file} cannot be opened: ${(error as Error).message}. ${nameAnother}`,
      error,
    );
  }
};

const nameAnother = "Name another file in PREFECT_SERVER_DATABASE_CONNECTION_URL, or another directory in PREFECT_HOME.";

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** SQLite's errors by their primary code. */
const explain = (file: string, error: unknown): string | undefined => {
  const { errcode = 0, message } = error as { errcode?: number; message: string };
  switch (errcode & 0xff) {
    case 26:
    case 11:
      return `The file ${file} is not a SQLite database, or it is damaged (${message}). Restore it from a copy, or name another file in PREFECT_SERVER_DATABASE_CONNECTION_URL.`;
    case 14:
    case 8:
      if (isFolder(file)) return `The database ${file} cannot be opened: this is a folder. ${nameAnother}`;
      return `The database ${file} cannot be written (${message}). Give the server's user write access to the file and its folder, or name another file in PREFECT_SERVER_DATABASE_CONNECTION_URL.`;
    case 5:
      return `The database ${file} is held by another program. Stop the other program, or give this server a database of its own.`;
    case 13:
      return `The database ${file} cannot be written: its disk is full. Make room there, or name a file on another disk in PREFECT_SERVER_DATABASE_CONNECTION_URL.`;
    case 10:
      return `The disk of the database ${file} fails (${message}). Look after the disk, or name a file on another one in PREFECT_SERVER_DATABASE_CONNECTION_URL.`;
    default:
      return undefined;
  }
};
