import { createRoute } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { lazyPage } from "../../components/lazy-page.ts";
import { integer, searchParams, text } from "../../url/search-params.ts";
import { readRunsSearch } from "./runs-search.ts";

const runsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/runs",
  validateSearch: readRunsSearch,
  component: lazyPage(() => import("./runs-page.tsx"), "RunsPage"),
});

const bulkJobRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/runs/job/$id",
  validateSearch: searchParams({ only: text, page: integer, limit: integer }),
  component: lazyPage(() => import("../../bulk/bulk-job-page.tsx"), "BulkJobPage"),
});

const bulkJobsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/runs/jobs",
  component: lazyPage(() => import("../../bulk/bulk-jobs-page.tsx"), "BulkJobsPage"),
});

export const runsRoutes = [runsRoute, bulkJobRoute, bulkJobsRoute] as const;
