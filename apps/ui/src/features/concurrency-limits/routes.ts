import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { choice, searchParams, text } from "../../url/search-params.ts";

const concurrencyLimitsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/concurrency-limits",
  validateSearch: searchParams({ tab: choice("global", "task-run"), q: text }),
  component: lazyRouteComponent(() => import("./concurrency-limits-page.tsx"), "ConcurrencyLimitsPage"),
});

const concurrencyLimitRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/concurrency-limits/concurrency-limit/$id",
  validateSearch: searchParams({ tab: text }),
  component: lazyRouteComponent(() => import("./concurrency-limit-page.tsx"), "ConcurrencyLimitPage"),
});

export const concurrencyLimitsRoutes = [concurrencyLimitsRoute, concurrencyLimitRoute] as const;
