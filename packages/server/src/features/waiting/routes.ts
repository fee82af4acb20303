import type { waitingRoutes } from "@millrace/contract";
import type { Handlers } from "../../context.ts";
import { explainFlowRun } from "./flow-runs.ts";
import { explainTaskRun } from "./task-runs.ts";

export const waiting: Handlers<typeof waitingRoutes> = {
  explainFlowRun: ({ ctx, params }) => explainFlowRun(ctx, params.id),
  explainTaskRun: ({ ctx, params }) => explainTaskRun(ctx, params.id),
};
