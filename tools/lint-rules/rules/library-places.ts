import { libraryPlaces } from "../layers.ts";
import { isProduction, isRoutes } from "../paths.ts";
import { importRule } from "../rule.ts";

/** `kysely/helpers/postgres` is `kysely`, `@fastify/websocket/types` is `@fastify/websocket`. */
const libraryOf = (specifier: string): string => /^(@[^/]+\/[^/]+|[^/]+)/.exec(specifier)?.[0] ?? specifier;

/** The web framework stays in http/, SQL in the layers that own it, and neither leaks into handlers. */
export const libraryPlaceRule = importRule("library-places", isProduction, (path, { specifier }) => {
  const library = libraryOf(specifier);
  const places = libraryPlaces[library];
  if (places === undefined) return undefined;
  if (!places.some((place) => path.startsWith(place))) return `${library} is used only in ${places.join(", ")}.`;
  if (library === "kysely" && isRoutes(path)) return "handlers only call; put the query in queries.ts or operations.ts.";
  return undefined;
});
