import { isProduction, pageFeatureOf } from "../paths.ts";
import { importRule } from "../rule.ts";

const places = ["apps/ui/src/app/", "apps/ui/src/features/"];
/** The one file of the app that pages know: what their addresses hang below. */
const rootRoute = "apps/ui/src/app/root-route.tsx";

/** Pages of one noun know nothing of another's: what two of them need is a part that all may use, and links go by route. */
export const lonePageFeatureRule = importRule(
  "lone-page-features",
  (path) =>
    isProduction(path) && path.startsWith("apps/ui/src/") && !path.startsWith("apps/ui/src/app/") && path !== "apps/ui/src/main.tsx",
  (path, { target }) => {
    if (target === rootRoute || !places.some((place) => target.startsWith(place))) return undefined;
    const feature = pageFeatureOf(path);
    if (feature !== undefined && feature === pageFeatureOf(target)) return undefined;
    return "pages import neither the app nor another feature; move the shared part beside components/, or link by route.";
  },
);
