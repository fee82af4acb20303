import { createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { artifactsRoutes } from "../features/artifacts/routes.ts";
import { automationsRoutes } from "../features/automations/routes.ts";
import { blocksRoutes } from "../features/blocks/routes.ts";
import { compareRoutes } from "../features/compare/routes.ts";
import { concurrencyLimitsRoutes } from "../features/concurrency-limits/routes.ts";
import { deploymentsRoutes } from "../features/deployments/routes.ts";
import { eventsRoutes } from "../features/events/routes.ts";
import { flowRunsRoutes } from "../features/flow-runs/routes.ts";
import { flowsRoutes } from "../features/flows/routes.ts";
import { overviewRoutes } from "../features/overview/routes.ts";
import { runsRoutes } from "../features/runs/routes.ts";
import { settingsRoutes } from "../features/settings/routes.ts";
import { taskRunsRoutes } from "../features/task-runs/routes.ts";
import { timelineRoutes } from "../features/timeline/routes.ts";
import { variablesRoutes } from "../features/variables/routes.ts";
import { workPoolsRoutes } from "../features/work-pools/routes.ts";
import { workersRoutes } from "../features/workers/routes.ts";
import { parseSearch, printSearch, searchParams, text } from "../url/search-params.ts";
import { ErrorPage } from "./error-page.tsx";
import { PendingPage } from "./pending-page.tsx";
import { type RouterContext, rootRoute } from "./root-route.tsx";

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/login",
  validateSearch: searchParams({ redirectTo: text }),
  component: lazyRouteComponent(() => import("./login-page.tsx"), "LoginPage"),
});

const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/dashboard", replace: true });
  },
});

const settingsIndexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/settings",
  beforeLoad: () => {
    throw redirect({ to: "/settings/$section", params: { section: "appearance" }, replace: true });
  },
});

/** Addresses that older clients print. */
const oldFlowRunRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/flow-runs/flow-run/$id",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/runs/flow-run/$id", params, replace: true });
  },
});
const oldTaskRunRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/flow-runs/task-run/$id",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/runs/task-run/$id", params, replace: true });
  },
});
const oldRunsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/flow-runs",
  beforeLoad: () => {
    throw redirect({ to: "/runs", replace: true });
  },
});

const routeTree = rootRoute.addChildren([
  indexRoute,
  loginRoute,
  settingsIndexRoute,
  oldRunsRoute,
  oldFlowRunRoute,
  oldTaskRunRoute,
  ...overviewRoutes,
  ...runsRoutes,
  ...flowRunsRoutes,
  ...taskRunsRoutes,
  ...timelineRoutes,
  ...eventsRoutes,
  ...flowsRoutes,
  ...deploymentsRoutes,
  ...automationsRoutes,
  ...workPoolsRoutes,
  ...workersRoutes,
  ...compareRoutes,
  ...concurrencyLimitsRoutes,
  ...artifactsRoutes,
  ...blocksRoutes,
  ...variablesRoutes,
  ...settingsRoutes,
]);

/** How long a page stays while the code of the next one is on its way, in milliseconds. */
const pendingMillis = 300;

/** Every page there is, below the path the pages are served at. */
export const createAppRouter = (context: RouterContext, basepath: string) => {
  const router = createRouter({
    routeTree,
    context,
    basepath,
    parseSearch,
    stringifySearch: printSearch,
    defaultPreload: "intent",
    defaultErrorComponent: ErrorPage,
    defaultPendingComponent: PendingPage,
    // The first page has nothing to stay on: its surroundings are painted before its own code is there.
    defaultPendingMs: 0,
    scrollRestoration: true,
    trailingSlash: "never",
  });
  const unsubscribe = router.subscribe("onResolved", () => {
    unsubscribe();
    router.update({ ...router.options, defaultPendingMs: pendingMillis });
  });
  return router;
};

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
