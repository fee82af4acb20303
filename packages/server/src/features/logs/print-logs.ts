import { stripVTControlCharacters } from "node:util";
import type { Log } from "@millrace/contract";
import { sql } from "kysely";
import type { Queries } from "../../db/connection.ts";
import { type Condition, column, isAnyOf } from "../../db/filters/members.ts";
import { readLogPages } from "./queries.ts";

/** The logs of a flow run as CSV, head line first, in pieces that each hold many lines (server.md §5.2). */
export async function* printLogsAsCsv(db: Queries, flowRunId: string): AsyncGenerator<string, void, undefined> {
  yield csvLine(["timestamp", "level", "flow_run_id", "task_run_id", "message"]);
  const ofRun = isAnyOf(column("log.flow_run_id"), [flowRunId]) ?? sql`true`;
  for await (const rows of readLogPages(db, ofRun)) {
    yield rows.map((row) => csvLine([csvTime(row.timestamp), row.level, row.flow_run_id, row.task_run_id, row.message])).join("");
  }
}

const csvTime = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, -1)}+00:00`;

const csvLine = (values: readonly (string | number | null)[]): string =>
  `${values.map((value) => (typeof value === "string" && /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : (value ?? ""))).join(",")}\r\n`;

/** Logs for people to read, in pieces that each hold many lines, without what colours a terminal. */
export async function* printLogsAsText(db: Queries, where: Condition, limit: number): AsyncGenerator<string, void, undefined> {
  for await (const rows of readLogPages(db, where, limit)) yield rows.map(textLine).join("");
}

const levels = [
  [50, "CRITICAL"],
  [40, "ERROR"],
  [30, "WARNING"],
  [20, "INFO"],
] as const;

const textLine = ({ timestamp, level, name, message }: Log): string => {
  const called = levels.find(([least]) => level >= least)?.[1] ?? "DEBUG";
  return `${timestamp} | ${called.padEnd(8)} | ${name} - ${stripVTControlCharacters(message)}\n`;
};
