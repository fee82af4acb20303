import { isProduction, isQueries, isRoutes } from "../paths.ts";
import type { Finding, Rule } from "../rule.ts";

const writers = new Set(["insertInto", "updateTable", "deleteFrom", "replaceInto", "mergeInto"]);

/** Queries read and handlers call: whatever changes rows is an operation, where its transaction and its events are. */
export const readingQueryRule: Rule = {
  name: "reading-queries",
  covers: (path) => isProduction(path) && (isQueries(path) || isRoutes(path)),
  check: ({ visit, lineAt }) => {
    const found: Finding[] = [];
    visit({
      MemberExpression({ property, start }) {
        if (property.type !== "Identifier" || !writers.has(property.name)) return;
        found.push({ line: lineAt(start), message: `${property.name} writes; move it to operations.ts.` });
      },
    });
    return found;
  },
};
