import { lazyRouteComponent } from "@tanstack/react-router";
import { loadPart } from "../api/load-part.ts";
import { firstPaint } from "./first-paint.ts";

/** A page whose code is fetched when it is first gone to, or about to be; that of the first one when its surroundings are on the screen. */
export const lazyPage: typeof lazyRouteComponent = (load, name) =>
  lazyRouteComponent(async () => {
    await firstPaint();
    return loadPart(load);
  }, name);
