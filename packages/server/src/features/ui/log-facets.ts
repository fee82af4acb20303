import type { LogFacets, LogFilter } from "@millrace/contract";
import { type SqlBool, sql } from "kysely";
import type { Context } from "../../context.ts";
import type { Dialect } from "../../db/dialect.ts";
import type { Condition } from "../../db/filters/members.ts";
import { invalid } from "../../errors.ts";
import { logCondition } from "../logs/queries.ts";
import { findNames } from "./find-names.ts";

/** Logs that are counted at most, the newest: more than that nobody reads through. */
const mostCounted = 200_000;
const mostLoggers = 50;
const mostTaskRuns = 200;
const errorLevel = 40;

interface Count {
  readonly name: string;
  readonly level: number;
  readonly task_run_id: string | null;
  readonly count: number;
}

const sumBy = <K>(counts: readonly Count[], key: (count: Count) => K): [K, number][] =>
  [...Map.groupBy(counts, key)]
    .map(([value, list]): [K, number] => [value, list.reduce((sum, { count }) => sum + count, 0)])
    .sort(([, one], [, other]) => other - one);

/** What finds the logs of runs. Throws `invalid` where no run is named, for then nothing leads to the logs. */
export const conditionOfRuns = (dialect: Dialect, filter: LogFilter): Condition => {
  const isOfRuns = filter.operator === "and_" && Boolean(filter.flow_run_id?.any_ ?? filter.task_run_id?.any_);
  if (!isOfRuns) throw invalid("Name the runs whose logs are meant: `flow_run_id` or `task_run_id` with `any_`.");
  return logCondition(dialect, filter) ?? sql<SqlBool>`1 = 1`;
};

/** How logs spread over what they may be filtered by. Throws `invalid` where no run is named. */
export const countLogFacets = async (ctx: Context, filter: LogFilter): Promise<LogFacets> => {
  const where = conditionOfRuns(ctx.db.dialect, filter);
  const { rows } = await sql<Count>`
    select name, level, task_run_id, count(*) as count
    from (select name, level, task_run_id from log where ${where} order by log.timestamp desc limit ${mostCounted}) as counted
    group by 1, 2, 3`.execute(ctx.db.heavyRead);
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  const errors = new Map(
    sumBy(
      rows.filter(({ level }) => level >= errorLevel),
      ({ task_run_id }) => task_run_id,
    ),
  );
  const taskRuns = sumBy(rows, ({ task_run_id }) => task_run_id).slice(0, mostTaskRuns);
  const names = await findNames(
    ctx.read,
    "task_run",
    taskRuns.flatMap(([id]) => id ?? []),
  );
  return {
    total,
    levels: sumBy(rows, ({ level }) => level)
      .map(([level, count]) => ({ level, count }))
      .sort((one, other) => one.level - other.level),
    loggers: sumBy(rows, ({ name }) => name)
      .slice(0, mostLoggers)
      .map(([name, count]) => ({ name, count })),
    task_runs: taskRuns.map(([task_run_id, count]) => {
      const name = names.get(task_run_id ?? "") ?? null;
      return { task_run_id, name, count, errors: errors.get(task_run_id) ?? 0 };
    }),
    is_truncated: total === mostCounted,
  };
};
