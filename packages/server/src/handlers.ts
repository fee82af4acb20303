import {
  adminRoutes,
  flowRoutes,
  flowRunRoutes,
  flowRunStateRoutes,
  logRoutes,
  taskRunRoutes,
  taskRunStateRoutes,
} from "@millrace/contract";
import { admin } from "./features/admin/routes.ts";
import { flowRuns } from "./features/flow-runs/routes.ts";
import { flows } from "./features/flows/routes.ts";
import { logs } from "./features/logs/routes.ts";
import { flowRunStates, taskRunStates } from "./features/run-states/routes.ts";
import { taskRuns } from "./features/task-runs/routes.ts";
import type { RouteTable } from "./http/bind-routes.ts";

/** Every route this server answers. */
export const handlers = {
  admin: { routes: adminRoutes, handlers: admin },
  flows: { routes: flowRoutes, handlers: flows },
  flowRuns: { routes: flowRunRoutes, handlers: flowRuns },
  flowRunStates: { routes: flowRunStateRoutes, handlers: flowRunStates },
  taskRuns: { routes: taskRunRoutes, handlers: taskRuns },
  taskRunStates: { routes: taskRunStateRoutes, handlers: taskRunStates },
  logs: { routes: logRoutes, handlers: logs },
} satisfies RouteTable;
