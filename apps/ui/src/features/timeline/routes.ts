import { createRoute } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { lazyPage } from "../../components/lazy-page.ts";
import { choice, searchParams, text } from "../../url/search-params.ts";

const timelineRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/timeline",
  validateSearch: searchParams({
    by: choice("deployment", "pool", "flow"),
    from: text,
    to: text,
    window: text,
    q: text,
    view: choice("chart", "list"),
  }),
  component: lazyPage(() => import("./timeline-page.tsx"), "TimelinePage"),
});

export const timelineRoutes = [timelineRoute] as const;
