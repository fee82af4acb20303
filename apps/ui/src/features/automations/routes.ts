import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { integer, searchParams, text } from "../../url/search-params.ts";

const automationsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/automations",
  validateSearch: searchParams({ q: text, sort: text, page: integer, limit: integer }),
  component: lazyRouteComponent(() => import("./automations-page.tsx"), "AutomationsPage"),
});

const createAutomationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/automations/create",
  validateSearch: searchParams({ eventId: text, eventDate: text, trigger: text, actions: text, from: text, step: text }),
  component: lazyRouteComponent(() => import("./create-automation-page.tsx"), "CreateAutomationPage"),
});

const automationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/automations/automation/$id",
  validateSearch: searchParams({ tab: text }),
  component: lazyRouteComponent(() => import("./automation-page.tsx"), "AutomationPage"),
});

const editAutomationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/automations/automation/$id/edit",
  validateSearch: searchParams({ step: text }),
  component: lazyRouteComponent(() => import("./edit-automation-page.tsx"), "EditAutomationPage"),
});

export const automationsRoutes = [automationsRoute, createAutomationRoute, automationRoute, editAutomationRoute] as const;
