/** Every route there is: what is not in this list does not exist. */
import { adminRoutes } from "./admin.ts";
import { deploymentRoutes } from "./deployment-routes.ts";
import { eventRoutes } from "./events.ts";
import { flowRunRoutes } from "./flow-run-routes.ts";
import { flowRoutes } from "./flows.ts";
import { logRoutes } from "./logs.ts";
import { socketRoutes } from "./sockets.ts";
import { flowRunStateRoutes, taskRunStateRoutes } from "./states.ts";
import { taskRunRoutes } from "./task-runs.ts";

export const routes = {
  admin: adminRoutes,
  flows: flowRoutes,
  flowRuns: flowRunRoutes,
  flowRunStates: flowRunStateRoutes,
  taskRuns: taskRunRoutes,
  taskRunStates: taskRunStateRoutes,
  deployments: deploymentRoutes,
  logs: logRoutes,
  events: eventRoutes,
  sockets: socketRoutes,
} as const;
export type AllRoutes = typeof routes;
