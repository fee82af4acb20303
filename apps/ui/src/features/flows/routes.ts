import { createRoute } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { lazyPage } from "../../components/lazy-page.ts";
import { integer, searchParams, text } from "../../url/search-params.ts";

const flowsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/flows",
  validateSearch: searchParams({ q: text, sort: text, page: integer, limit: integer }, { name: "q" }),
  component: lazyPage(() => import("./flows-page.tsx"), "FlowsPage"),
});

const flowRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/flows/flow/$id",
  validateSearch: searchParams({ tab: text, q: text, sort: text, page: integer, limit: integer, window: text, from: text, to: text }),
  component: lazyPage(() => import("./flow-page.tsx"), "FlowPage"),
});

export const flowsRoutes = [flowsRoute, flowRoute] as const;
