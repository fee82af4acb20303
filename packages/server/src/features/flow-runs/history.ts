import type { flowRunRoutes, Parsed, RunHistory } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { flowRunsWhere } from "../../db/filters/related.ts";
import { countByInterval } from "../run-states/history.ts";

/** Flow runs by when they were expected to start. The body names its queue filter otherwise than lists do (server.md §1.11). */
export const getFlowRunHistory = (ctx: Context, body: Parsed<typeof flowRunRoutes.getHistory.body>): Promise<RunHistory[]> => {
  const where = flowRunsWhere(ctx.db.dialect, { ...body, work_pool_queues: body.work_queues });
  return countByInterval(ctx, { table: "flow_run", range: body, where });
};
