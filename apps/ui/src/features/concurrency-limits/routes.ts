import { createRoute } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { lazyPage } from "../../components/lazy-page.ts";
import { choice, searchParams, text } from "../../url/search-params.ts";

const concurrencyLimitsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/concurrency-limits",
  validateSearch: searchParams({ tab: choice("global", "task-run"), q: text }),
  component: lazyPage(() => import("./concurrency-limits-page.tsx"), "ConcurrencyLimitsPage"),
});

const concurrencyLimitRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/concurrency-limits/concurrency-limit/$id",
  validateSearch: searchParams({ tab: text }),
  component: lazyPage(() => import("./concurrency-limit-page.tsx"), "ConcurrencyLimitPage"),
});

export const concurrencyLimitsRoutes = [concurrencyLimitsRoute, concurrencyLimitRoute] as const;
