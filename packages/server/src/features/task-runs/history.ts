import type { Parsed, RunHistory, taskRunRoutes } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { taskRunsWhere } from "../../db/filters/related.ts";
import { countByInterval } from "../run-states/history.ts";

/** Task runs by when they were expected to start. */
export const getTaskRunHistory = (ctx: Context, body: Parsed<typeof taskRunRoutes.getHistory.body>): Promise<RunHistory[]> =>
  countByInterval(ctx, { table: "task_run", range: body, where: taskRunsWhere(ctx.db.dialect, body, { isCounted: true }) });
