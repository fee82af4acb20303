import { createRoute } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { lazyPage } from "../../components/lazy-page.ts";
import { integer, searchParams, text } from "../../url/search-params.ts";

const automationsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/automations",
  validateSearch: searchParams({ q: text, sort: text, page: integer, limit: integer }),
  component: lazyPage(() => import("./automations-page.tsx"), "AutomationsPage"),
});

const createAutomationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/automations/create",
  validateSearch: searchParams({ eventId: text, eventDate: text, trigger: text, actions: text, from: text, step: text }),
  component: lazyPage(() => import("./create-automation-page.tsx"), "CreateAutomationPage"),
});

const automationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/automations/automation/$id",
  validateSearch: searchParams({ tab: text }),
  component: lazyPage(() => import("./automation-page.tsx"), "AutomationPage"),
});

const editAutomationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/automations/automation/$id/edit",
  validateSearch: searchParams({ step: text }),
  component: lazyPage(() => import("./edit-automation-page.tsx"), "EditAutomationPage"),
});

export const automationsRoutes = [automationsRoute, createAutomationRoute, automationRoute, editAutomationRoute] as const;
