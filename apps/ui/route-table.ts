import { type Route, routes } from "@millrace/contract";
import type { Plugin } from "vite";

/** What a page needs of a route to call it; its shapes are types, which cost nothing. */
const outline = ({ method, path, access, type, body }: Route) => ({ method, path, access, type, body: body && {} });

/**
 * The module `virtual:routes`: the contract's table without its schemas, so that a page carries a few kilobytes of paths instead of
 * every shape there is.
 */
export const routeTable = (): Plugin => ({
  name: "route-table",
  resolveId: (id) => (id === "virtual:routes" ? "\0virtual:routes" : undefined),
  load: (id) => {
    if (id !== "\0virtual:routes") return undefined;
    const table = Object.entries(routes).map(([noun, each]) => [
      noun,
      Object.fromEntries(Object.entries(each).map(([name, route]) => [name, outline(route as Route)])),
    ]);
    return `export const routes = ${JSON.stringify(Object.fromEntries(table))};`;
  },
});
