import { lazyRouteComponent } from "@tanstack/react-router";
import { loadPart } from "../api/load-part.ts";

/** A page whose code is fetched when it is first gone to, or about to be. */
export const lazyPage: typeof lazyRouteComponent = (load, name) => lazyRouteComponent(() => loadPart(load), name);
