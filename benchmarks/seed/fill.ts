import { DatabaseSync } from "node:sqlite";
import { seed, sizesFor } from "@millrace/testing";
import pg from "pg";

const now = (): number => Date.now() * 1000;

/** Fills a migrated SQLite file with months of runs. The server must not be running. */
export const fillSqlite = async (path: string, flowRuns: number): Promise<void> => {
  const database = new DatabaseSync(path);
  try {
    database.exec("pragma synchronous = off; pragma foreign_keys = off; pragma cache_size = -200000");
    const run = async (text: string): Promise<void> => database.exec(text);
    await seed({ dialect: "sqlite", run, now: now() }, sizesFor(flowRuns));
    // On the disk before anything is measured, which would wait for it otherwise.
    database.exec("analyze; pragma synchronous = full; pragma wal_checkpoint(truncate)");
  } finally {
    database.close();
  }
};

const large = [
  "flow_run",
  "search_flow_run",
  "search_flow_run_tag",
  "flow_run_state",
  "task_run",
  "search_task_run",
  "task_run_state",
  "log",
  "event",
  "artifact",
];

/** The same for PostgreSQL: without triggers and foreign keys, and with indexes that are made at the end. Takes a superuser. */
export const fillPostgres = async (url: string, flowRuns: number): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      "set session_replication_role = replica; set synchronous_commit = off; set jit = off; set maintenance_work_mem = '512MB'",
    );
    const { rows } = await client.query<{ indexname: string; indexdef: string }>(
      `select indexname, indexdef from pg_indexes where schemaname = current_schema() and tablename = any($1)
        and indexname not in (select conname from pg_constraint)`,
      [large],
    );
    for (const { indexname } of rows) await client.query(`drop index ${indexname}`);
    await seed({ dialect: "postgres", run: (text) => client.query(text), now: now() }, sizesFor(flowRuns));
    for (const { indexdef } of rows) await client.query(indexdef);
    await client.query("vacuum analyze");
    await client.query("checkpoint");
  } finally {
    await client.end();
  }
};
