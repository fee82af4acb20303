import { createRoute } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { lazyPage } from "../../components/lazy-page.ts";
import { choice, flag, searchParams, text, texts } from "../../url/search-params.ts";

const dashboardRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/dashboard",
  validateSearch: searchParams(
    { window: text, from: text, to: text, tags: texts, hide_subflows: flag, language: choice("typescript", "python") },
    { hideSubflows: "hide_subflows", startDate: "from", endDate: "to" },
  ),
  component: lazyPage(() => import("./overview-page.tsx"), "OverviewPage"),
});

export const overviewRoutes = [dashboardRoute] as const;
