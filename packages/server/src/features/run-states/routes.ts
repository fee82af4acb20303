import type { flowRunStateRoutes, taskRunStateRoutes } from "@millrace/contract";
import type { Handlers } from "../../context.ts";
import { getFlowRunState, getTaskRunState, listFlowRunStates, listTaskRunStates } from "./queries.ts";

export const flowRunStates: Handlers<typeof flowRunStateRoutes> = {
  get: ({ ctx, params }) => getFlowRunState(ctx.read, params.id),
  list: ({ ctx, query }) => listFlowRunStates(ctx.read, query.flow_run_id),
};

export const taskRunStates: Handlers<typeof taskRunStateRoutes> = {
  get: ({ ctx, params }) => getTaskRunState(ctx.read, params.id),
  list: ({ ctx, query }) => listTaskRunStates(ctx.read, query.task_run_id),
};
