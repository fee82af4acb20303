import { createRoute } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { lazyPage } from "../../components/lazy-page.ts";
import { flag, integer, searchParams, text, texts } from "../../url/search-params.ts";

/** `q` is what the open tab looks for; each tab has parameters of its own, which go when another is opened. */
const flowRunRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/runs/flow-run/$id",
  validateSearch: searchParams({
    tab: text,
    q: text,
    // Lists
    sort: text,
    page: integer,
    limit: integer,
    state: texts,
    tags: texts,
    // Graph
    node: text,
    open: texts,
    from: text,
    to: text,
    group: text,
    states: texts,
    path: flag,
    compact: flag,
    // Logs
    only: flag,
    level: integer,
    logger: text,
    task: text,
  }),
  component: lazyPage(() => import("./flow-run-page.tsx"), "FlowRunPage"),
});

export const flowRunsRoutes = [flowRunRoute] as const;
