import type { Parsed, RunHistory, taskRunRoutes } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { taskRunCondition } from "../../db/filters/nouns.ts";
import { countByInterval } from "../run-states/history.ts";
import { countedTaskRunsWhere } from "./counted.ts";

/** Task runs by when they were expected to start. */
export const getTaskRunHistory = async (ctx: Context, body: Parsed<typeof taskRunRoutes.getHistory.body>): Promise<RunHistory[]> => {
  const { heavyRead, dialect } = ctx.db;
  const expected_start_time = { after_: body.history_start, before_: body.history_end };
  const period = taskRunCondition(dialect, { operator: "and_", expected_start_time });
  return countByInterval(ctx, { table: "task_run", range: body, where: await countedTaskRunsWhere(heavyRead, body, period) });
};
