import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { searchParams, text } from "../../url/search-params.ts";

const compareRunsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/runs/compare",
  validateSearch: searchParams({ a: text, b: text, c: text }),
  component: lazyRouteComponent(() => import("./compare-runs-page.tsx"), "CompareRunsPage"),
});

export const compareRoutes = [compareRunsRoute] as const;
