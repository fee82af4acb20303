import { createRoute } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { lazyPage } from "../../components/lazy-page.ts";
import { integer, searchParams, text, texts } from "../../url/search-params.ts";

const variablesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/variables",
  validateSearch: searchParams({ q: text, tags: texts, sort: text, page: integer, limit: integer }, { name: "q" }),
  component: lazyPage(() => import("./variables-page.tsx"), "VariablesPage"),
});

export const variablesRoutes = [variablesRoute] as const;
