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

/** Logs by their writer's clock, a page at a time, each from where the last one ended, so that what is written meanwhile shifts nothing. */
export async function* readLogPages(
  db: Queries,
  where: Condition,
  limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<Log[], void, undefined> {
  let left = limit;
  for (let last: Pick<Log, "timestamp" | "id"> | undefined; left > 0; ) {
    const next = allOf([where, last && isAfter(db.dialect, last)]) ?? where;
    const logs = db.selectFrom("log").select(shown).where(next).orderBy("timestamp").orderBy("id");
    const rows = await logs.limit(Math.min(page, left)).execute();
    if (rows.length > 0) yield rows.map((row) => ({ ...row, updated: row.created }));
    if (rows.length < page) return;
    left -= rows.length;
    last = rows.at(-1);
  }
}

const isAfter = (dialect: Dialect, { timestamp, id }: Pick<Log, "timestamp" | "id">): Condition => {
  const moment = dialect.time(timestamp);
  return sql<SqlBool>`(log.timestamp > ${moment} or (log.timestamp = ${moment} and log.id > ${id}))`;
};
