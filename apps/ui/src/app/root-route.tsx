import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, redirect } from "@tanstack/react-router";
import type { Api } from "../api/api.ts";
import { ErrorPage } from "./error-page.tsx";
import { MissingPage } from "./missing-page.tsx";
import { Root } from "./root.tsx";

export interface RouterContext {
  readonly api: Api;
  readonly queries: QueryClient;
}

/** Whoever has no credentials where some are needed logs in first, and then gets where they wanted to. */
export const rootRoute = createRootRouteWithContext<RouterContext>()({
  beforeLoad: ({ context: { api }, location }) => {
    const mustLogIn = api.settings.auth !== null && api.credentials.get() === undefined;
    if (mustLogIn && location.pathname !== "/login") throw redirect({ href: `/login?redirectTo=${encodeURIComponent(location.href)}` });
  },
  component: Root,
  errorComponent: ErrorPage,
  notFoundComponent: MissingPage,
  // A placeholder belongs inside the surroundings, never in their place.
  pendingMs: Number.POSITIVE_INFINITY,
});
