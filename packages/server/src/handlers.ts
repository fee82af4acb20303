import { flowRoutes, logRoutes } from "@millrace/contract";
import { flows } from "./features/flows/routes.ts";
import { logs } from "./features/logs/routes.ts";
import type { RouteTable } from "./http/bind-routes.ts";

/** Every route this server answers. */
export const handlers = {
  flows: { routes: flowRoutes, handlers: flows },
  logs: { routes: logRoutes, handlers: logs },
} satisfies RouteTable;
