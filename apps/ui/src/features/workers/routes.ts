import { createRoute } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { lazyPage } from "../../components/lazy-page.ts";
import { choice, searchParams, text } from "../../url/search-params.ts";

const workersRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/workers",
  validateSearch: searchParams({ q: text, status: choice("ONLINE", "OFFLINE") }),
  component: lazyPage(() => import("./workers-page.tsx"), "WorkersPage"),
});

export const workersRoutes = [workersRoute] as const;
