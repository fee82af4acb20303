import { createRoute } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { lazyPage } from "../../components/lazy-page.ts";
import { flag, integer, searchParams, text } from "../../url/search-params.ts";

const taskRunRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/runs/task-run/$id",
  validateSearch: searchParams({ tab: text, q: text, only: flag, level: integer, logger: text }),
  component: lazyPage(() => import("./task-run-page.tsx"), "TaskRunPage"),
});

export const taskRunsRoutes = [taskRunRoute] as const;
