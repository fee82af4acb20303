import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { integer, searchParams, text } from "../../url/search-params.ts";

const deploymentsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/deployments",
  validateSearch: searchParams({ q: text, sort: text, page: integer, limit: integer }),
  component: lazyRouteComponent(() => import("./deployments-page.tsx"), "DeploymentsPage"),
});

const createDeploymentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/deployments/create",
  validateSearch: searchParams({ flow: text }),
  component: lazyRouteComponent(() => import("./create-deployment-page.tsx"), "CreateDeploymentPage"),
});

const deploymentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/deployments/deployment/$id",
  validateSearch: searchParams({
    tab: text,
    q: text,
    sort: text,
    page: integer,
    limit: integer,
    window: text,
    from: text,
    to: text,
    week: integer,
  }),
  component: lazyRouteComponent(() => import("./deployment-page.tsx"), "DeploymentPage"),
});

const editDeploymentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/deployments/deployment/$id/edit",
  component: lazyRouteComponent(() => import("./edit-deployment-page.tsx"), "EditDeploymentPage"),
});

const duplicateDeploymentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/deployments/deployment/$id/duplicate",
  component: lazyRouteComponent(() => import("./duplicate-deployment-page.tsx"), "DuplicateDeploymentPage"),
});

const runDeploymentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/deployments/deployment/$id/run",
  validateSearch: searchParams({ parameters: text, from: text }),
  component: lazyRouteComponent(() => import("./run-deployment-page.tsx"), "RunDeploymentPage"),
});

export const deploymentsRoutes = [
  deploymentsRoute,
  createDeploymentRoute,
  deploymentRoute,
  editDeploymentRoute,
  duplicateDeploymentRoute,
  runDeploymentRoute,
] as const;
