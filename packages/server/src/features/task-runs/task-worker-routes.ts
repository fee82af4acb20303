import type { taskWorkerRoutes } from "@millrace/contract";
import type { Handlers } from "../../context.ts";

export const taskWorkers: Handlers<typeof taskWorkerRoutes> = {
  list: ({ ctx, body }) => ctx.taskWorkers.list(body.task_worker_filter?.task_keys),
};
