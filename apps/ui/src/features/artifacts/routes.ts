import { createRoute } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { lazyPage } from "../../components/lazy-page.ts";
import { choice, integer, searchParams, text } from "../../url/search-params.ts";

const artifactsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/artifacts",
  validateSearch: searchParams(
    { q: text, type: text, sort: text, page: integer, limit: integer, view: choice("list", "grid") },
    { name: "q" },
  ),
  component: lazyPage(() => import("./artifacts-page.tsx"), "ArtifactsPage"),
});

const artifactKeyRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/artifacts/key/$key",
  validateSearch: searchParams({ version: text }),
  component: lazyPage(() => import("./artifact-key-page.tsx"), "ArtifactKeyPage"),
});

const artifactRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/artifacts/artifact/$id",
  validateSearch: searchParams({ tab: text }),
  component: lazyPage(() => import("./artifact-page.tsx"), "ArtifactPage"),
});

const compareArtifactsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/artifacts/compare",
  validateSearch: searchParams({ a: text, b: text, mode: choice("side", "inline") }),
  component: lazyPage(() => import("./compare-artifacts-page.tsx"), "CompareArtifactsPage"),
});

export const artifactsRoutes = [artifactsRoute, artifactKeyRoute, artifactRoute, compareArtifactsRoute] as const;
