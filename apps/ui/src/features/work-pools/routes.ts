import { createRoute } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { lazyPage } from "../../components/lazy-page.ts";
import { choice, integer, searchParams, text } from "../../url/search-params.ts";

const workPoolsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/work-pools",
  validateSearch: searchParams({ q: text }),
  component: lazyPage(() => import("./work-pools-page.tsx"), "WorkPoolsPage"),
});

const createWorkPoolRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/work-pools/create",
  validateSearch: searchParams({ type: text, step: choice("details", "template") }),
  component: lazyPage(() => import("./create-work-pool-page.tsx"), "CreateWorkPoolPage"),
});

const workPoolRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/work-pools/work-pool/$name",
  validateSearch: searchParams({ tab: text, q: text, sort: text, page: integer, limit: integer }),
  component: lazyPage(() => import("./work-pool-page.tsx"), "WorkPoolPage"),
});

const editWorkPoolRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/work-pools/work-pool/$name/edit",
  component: lazyPage(() => import("./edit-work-pool-page.tsx"), "EditWorkPoolPage"),
});

const createWorkQueueRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/work-pools/work-pool/$name/queue/create",
  component: lazyPage(() => import("./create-work-queue-page.tsx"), "CreateWorkQueuePage"),
});

const workQueueRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/work-pools/work-pool/$name/queue/$queue",
  validateSearch: searchParams({ tab: text, q: text, sort: text, page: integer, limit: integer }),
  component: lazyPage(() => import("./work-queue-page.tsx"), "WorkQueuePage"),
});

const editWorkQueueRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/work-pools/work-pool/$name/queue/$queue/edit",
  component: lazyPage(() => import("./edit-work-queue-page.tsx"), "EditWorkQueuePage"),
});

const poolWorkerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/work-pools/work-pool/$name/worker/$worker",
  component: lazyPage(() => import("./worker-page.tsx"), "WorkerPage"),
});

const findWorkQueueRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/work-queues/work-queue/$id",
  component: lazyPage(() => import("./find-work-queue-page.tsx"), "FindWorkQueuePage"),
});

export const workPoolsRoutes = [
  workPoolsRoute,
  createWorkPoolRoute,
  workPoolRoute,
  editWorkPoolRoute,
  createWorkQueueRoute,
  workQueueRoute,
  editWorkQueueRoute,
  poolWorkerRoute,
  findWorkQueueRoute,
] as const;
