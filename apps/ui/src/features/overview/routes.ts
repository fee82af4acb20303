import { createRoute } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { lazyPage } from "../../components/lazy-page.ts";
import { readOlderRange } from "../../components/time/older-range.ts";
import { choice, flag, searchParams, text, texts } from "../../url/search-params.ts";

const readOwn = searchParams(
  { window: text, from: text, to: text, tags: texts, hide_subflows: flag, language: choice("typescript", "python") },
  { hideSubflows: "hide_subflows", startDate: "from", endDate: "to" },
);

const dashboardRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/dashboard",
  validateSearch: (raw: Readonly<Record<string, unknown>>) => ({ ...readOwn(raw), ...readOlderRange(raw, Date.now()) }),
  component: lazyPage(() => import("./overview-page.tsx"), "OverviewPage"),
});

export const overviewRoutes = [dashboardRoute] as const;
