import { createRoute } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { lazyPage } from "../../components/lazy-page.ts";
import { integer, searchParams, text, texts } from "../../url/search-params.ts";

const blocksRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/blocks",
  validateSearch: searchParams({ q: text, types: texts, page: integer, limit: integer }),
  component: lazyPage(() => import("./blocks-page.tsx"), "BlocksPage"),
});

const blockCatalogRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/blocks/catalog",
  validateSearch: searchParams({ q: text }),
  component: lazyPage(() => import("./block-catalog-page.tsx"), "BlockCatalogPage"),
});

const blockTypeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/blocks/catalog/$slug",
  component: lazyPage(() => import("./block-type-page.tsx"), "BlockTypePage"),
});

const createBlockRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/blocks/catalog/$slug/create",
  component: lazyPage(() => import("./create-block-page.tsx"), "CreateBlockPage"),
});

const blockRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/blocks/block/$id",
  component: lazyPage(() => import("./block-page.tsx"), "BlockPage"),
});

const editBlockRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/blocks/block/$id/edit",
  component: lazyPage(() => import("./edit-block-page.tsx"), "EditBlockPage"),
});

export const blocksRoutes = [blocksRoute, blockCatalogRoute, blockTypeRoute, createBlockRoute, blockRoute, editBlockRoute] as const;
