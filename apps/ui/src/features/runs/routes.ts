import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { choice, flag, integer, searchParams, text, texts } from "../../url/search-params.ts";

const runsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/runs",
  validateSearch: searchParams(
    {
      kind: choice("flow", "task"),
      q: text,
      sort: text,
      page: integer,
      limit: integer,
      view: choice("list", "timeline", "compact"),
      from: text,
      to: text,
      window: text,
      state: texts,
      flows: texts,
      deployments: texts,
      work_pools: texts,
      tags: texts,
      name: text,
      subflows: flag,
    },
    { "work-pools": "work_pools", "flow-run-search": "name", "run-name-search": "name", start: "from", end: "to" },
  ),
  component: lazyRouteComponent(() => import("./runs-page.tsx"), "RunsPage"),
});

const compareRunsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/runs/compare",
  validateSearch: searchParams({ a: text, b: text, c: text, tab: text }),
  component: lazyRouteComponent(() => import("./compare-runs-page.tsx"), "CompareRunsPage"),
});

export const runsRoutes = [runsRoute, compareRunsRoute] as const;
