import { createRoute } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { lazyPage } from "../../components/lazy-page.ts";
import { integer, searchParams, text } from "../../url/search-params.ts";

const deploymentsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/deployments",
  validateSearch: searchParams({ q: text, sort: text, page: integer, limit: integer }),
  component: lazyPage(() => import("./deployments-page.tsx"), "DeploymentsPage"),
});

const createDeploymentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/deployments/create",
  validateSearch: searchParams({ flow: text }),
  component: lazyPage(() => import("./create-deployment-page.tsx"), "CreateDeploymentPage"),
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
  component: lazyPage(() => import("./deployment-page.tsx"), "DeploymentPage"),
});

const editDeploymentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/deployments/deployment/$id/edit",
  component: lazyPage(() => import("./edit-deployment-page.tsx"), "EditDeploymentPage"),
});

const duplicateDeploymentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/deployments/deployment/$id/duplicate",
  component: lazyPage(() => import("./duplicate-deployment-page.tsx"), "DuplicateDeploymentPage"),
});

const runDeploymentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/deployments/deployment/$id/run",
  validateSearch: searchParams({ parameters: text, from: text, additionalOptions: text }),
  component: lazyPage(() => import("./run-deployment-page.tsx"), "RunDeploymentPage"),
});

export const deploymentsRoutes = [
  deploymentsRoute,
  createDeploymentRoute,
  deploymentRoute,
  editDeploymentRoute,
  duplicateDeploymentRoute,
  runDeploymentRoute,
] as const;
