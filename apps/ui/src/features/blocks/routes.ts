import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { integer, searchParams, text, texts } from "../../url/search-params.ts";

const blocksRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/blocks",
  validateSearch: searchParams({ q: text, types: texts, page: integer, limit: integer }),
  component: lazyRouteComponent(() => import("./blocks-page.tsx"), "BlocksPage"),
});

const blockCatalogRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/blocks/catalog",
  validateSearch: searchParams({ q: text }),
  component: lazyRouteComponent(() => import("./block-catalog-page.tsx"), "BlockCatalogPage"),
});

const blockTypeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/blocks/catalog/$slug",
  component: lazyRouteComponent(() => import("./block-type-page.tsx"), "BlockTypePage"),
});

const createBlockRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/blocks/catalog/$slug/create",
  component: lazyRouteComponent(() => import("./create-block-page.tsx"), "CreateBlockPage"),
});

const blockRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/blocks/block/$id",
  component: lazyRouteComponent(() => import("./block-page.tsx"), "BlockPage"),
});

const editBlockRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/blocks/block/$id/edit",
  component: lazyRouteComponent(() => import("./edit-block-page.tsx"), "EditBlockPage"),
});

export const blocksRoutes = [blocksRoute, blockCatalogRoute, blockTypeRoute, createBlockRoute, blockRoute, editBlockRoute] as const;
