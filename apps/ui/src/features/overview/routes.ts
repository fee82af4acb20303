import { createRoute, redirect } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { lazyPage } from "../../components/lazy-page.ts";
import { readOlderRange } from "../../components/time/older-range.ts";
import { choice, flag, integer, searchParams, text, texts } from "../../url/search-params.ts";
import { runsOfFlow, stateGroup } from "./older-address.ts";
import { scopeOf } from "./scope.ts";

const readOwn = searchParams(
  {
    window: text,
    from: text,
    to: text,
    tags: texts,
    hide_subflows: flag,
    language: choice("typescript", "python"),
    tab: stateGroup,
    flow: text,
    page: integer,
  },
  { hideSubflows: "hide_subflows", startDate: "from", endDate: "to" },
);

const dashboardRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/dashboard",
  validateSearch: (raw: Readonly<Record<string, unknown>>) => ({ ...readOwn(raw), ...readOlderRange(raw, Date.now()) }),
  beforeLoad: ({ search: { flow, tab, page, ...search } }) => {
    if (flow === undefined) return;
    const runs = { flow, ...(tab && { tab }), ...(page && { page }) };
    throw redirect({ to: "/runs", search: runsOfFlow(scopeOf(search), runs), replace: true });
  },
  component: lazyPage(() => import("./overview-page.tsx"), "OverviewPage"),
});

export const overviewRoutes = [dashboardRoute] as const;
