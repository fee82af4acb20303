import { createRoute } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { lazyPage } from "../../components/lazy-page.ts";
import { readOlderRange } from "../../components/time/older-range.ts";
import { searchParams, text, texts } from "../../url/search-params.ts";

const readOwn = searchParams(
  { q: text, resource: texts, event: texts, from: text, to: text, window: text, cursor: text },
  { events: "event" },
);

const eventsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/events",
  validateSearch: (raw: Readonly<Record<string, unknown>>) => ({ ...readOwn(raw), ...readOlderRange(raw, Date.now()) }),
  component: lazyPage(() => import("./events-page.tsx"), "EventsPage"),
});

const eventRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/events/event/$date/$id",
  validateSearch: searchParams({ tab: text }),
  component: lazyPage(() => import("./event-page.tsx"), "EventPage"),
});

export const eventsRoutes = [eventsRoute, eventRoute] as const;
