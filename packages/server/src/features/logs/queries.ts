import type { Log, LogFilter, LogSort } from "@millrace/contract";
import { type SqlBool, sql } from "kysely";
import type { Queries } from "../../db/connection.ts";
import type { Dialect } from "../../db/dialect.ts";
import { allOf, type Condition, column, combine, isAnyOf, isBetween, isInOrNull } from "../../db/filters/members.ts";
import { textCondition } from "./text-condition.ts";

interface Slice {
  readonly sort: LogSort;
  readonly limit: number;
  readonly offset: number;
}

const shown = ["id", "created", "name", "level", "message", "timestamp", "flow_run_id", "task_run_id"] as const;

export const logCondition = (dialect: Dialect, filter: LogFilter | null | undefined): Condition | undefined => {
  if (!filter) return undefined;
  const { ge_: least, le_: most } = filter.level ?? {};
  const isNumber = (value: number | null | undefined): value is number => value !== null && value !== undefined;
  return combine(filter.operator, [
    isNumber(least) ? sql<SqlBool>`log.level >= ${least}` : undefined,
    isNumber(most) ? sql<SqlBool>`log.level <= ${most}` : undefined,
    isBetween(dialect, column("log.timestamp"), filter.timestamp),
    isAnyOf(column("log.flow_run_id"), filter.flow_run_id?.any_),
    isInOrNull(column("log.task_run_id"), filter.task_run_id),
    filter.text ? textCondition(dialect, sql`(log.message || ' ' || log.name)`, filter.text.query) : undefined,
  ]);
};

/** Logs by their writer's clock; those of one moment in the order they arrived. */
export const listLogs = async (db: Queries, filter: LogFilter | null | undefined, slice: Slice): Promise<Log[]> => {
  const direction = slice.sort === "TIMESTAMP_ASC" ? "asc" : "desc";
  const where = logCondition(db.dialect, filter);
  const logs = db.selectFrom("log").select(shown);
  const rows = await (where === undefined ? logs : logs.where(where))
    .orderBy("timestamp", direction)
    .orderBy("id", direction)
    .limit(slice.limit)
    .offset(slice.offset)
    .execute();
  return rows.map((row) => ({ ...row, updated: row.created }));
};

/** The next logs that match, by the order in which their ids were made. */
export const listLogsAfter = async (db: Queries, filter: LogFilter, { id, limit }: { id: string; limit: number }): Promise<Log[]> => {
  const rows = await db
    .selectFrom("log")
    .select(shown)
    .where(allOf([sql<SqlBool>`log.id > ${id}`, logCondition(db.dialect, filter)]) ?? sql<SqlBool>`true`)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, updated: row.created }));
};

/** Rows read at once for a download. */
const page = 1000;

/** The logs of a flow run as CSV, head line first, in pieces that each hold many lines (server.md §5.2). */
export async function* listLogsAsCsv(db: Queries, flowRunId: string): AsyncGenerator<string, void, undefined> {
  yield csvLine(["timestamp", "level", "flow_run_id", "task_run_id", "message"]);
  for (let last: Pick<Log, "timestamp" | "id"> | undefined; ; ) {
    const after = last;
    const rows = await db
      .selectFrom("log")
      .select(["id", "timestamp", "level", "flow_run_id", "task_run_id", "message"])
      .where("flow_run_id", "=", flowRunId)
      .$if(after !== undefined, (query) =>
        query.where(
          sql<SqlBool>`(log.timestamp > ${db.dialect.time(after?.timestamp ?? "")} or (log.timestamp = ${db.dialect.time(after?.timestamp ?? "")} and log.id > ${after?.id ?? ""}))`,
        ),
      )
      .orderBy("timestamp")
      .orderBy("id")
      .limit(page)
      .execute();
    if (rows.length > 0) {
      yield rows.map((row) => csvLine([csvTime(row.timestamp), row.level, row.flow_run_id, row.task_run_id, row.message])).join("");
    }
    last = rows.at(-1);
    if (rows.length < page) return;
  }
}

const csvTime = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, -1)}+00:00`;

const csvLine = (values: readonly (string | number | null)[]): string =>
  `${values.map((value) => (typeof value === "string" && /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : (value ?? ""))).join(",")}\r\n`;
