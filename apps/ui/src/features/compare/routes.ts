import { createRoute } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { lazyPage } from "../../components/lazy-page.ts";
import { searchParams, text } from "../../url/search-params.ts";

const compareRunsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/runs/compare",
  validateSearch: searchParams({ a: text, b: text, c: text }),
  component: lazyPage(() => import("./compare-runs-page.tsx"), "CompareRunsPage"),
});

export const compareRoutes = [compareRunsRoute] as const;
