import type { uiRoutes } from "@millrace/contract";
import type { Handlers } from "../../context.ts";
import { countDeploymentsOf, countTaskRunsOf, listFlowRunDots, listNextRuns } from "./flow-runs.ts";
import { countTaskRunsByPeriod, countTaskRunsByState, getTaskRunWithFlowRunName } from "./task-runs.ts";
import { validateValues } from "./validate-values.ts";

export const ui: Handlers<typeof uiRoutes> = {
  listFlowRunDots: ({ ctx, body: { sort, limit, offset, ...filters } }) => listFlowRunDots(ctx, { filters, sort, limit, offset }),
  countTaskRuns: ({ ctx, body }) => countTaskRunsOf(ctx.db.heavyRead, body.flow_run_ids),
  countDeployments: ({ ctx, body }) => countDeploymentsOf(ctx.read, body.flow_ids),
  listNextRuns: ({ ctx, body }) => listNextRuns(ctx.db.heavyRead, body.flow_ids),
  validateValues: ({ ctx, body }) => validateValues(ctx.read, body.schema, body.values),
  countTaskRunsByPeriod: ({ ctx, body: { work_queues, ...filters } }) =>
    countTaskRunsByPeriod(ctx, { ...filters, work_pool_queues: work_queues }),
  countTaskRunsByState: ({ ctx, body }) => countTaskRunsByState(ctx, body),
  getTaskRun: ({ ctx, params }) => getTaskRunWithFlowRunName(ctx, params.id),
};
