import { isProduction, packageOf, serverLayerOf } from "../paths.ts";
import type { Finding, Rule } from "../rule.ts";

const databases = new Set(["sqlite", "postgres", "postgresql"]);
const comparisons = new Set(["===", "!==", "==", "!="]);

type Literal = { readonly type: string; readonly value?: unknown };
const namesDatabase = (node: Literal): boolean => node.type === "Literal" && typeof node.value === "string" && databases.has(node.value);

/** Which database runs is asked in db/ alone; everyone else writes one query text for both. */
export const oneQueryTextRule: Rule = {
  name: "one-query-text",
  covers: (path) => isProduction(path) && packageOf(path) === "server" && serverLayerOf(path) !== "db",
  check: ({ visit, lineAt }) => {
    const found: Finding[] = [];
    const report = (offset: number): void => {
      found.push({ line: lineAt(offset), message: "asks which database runs; add the difference to db/dialect.ts and call it." });
    };
    visit({
      BinaryExpression({ operator, left, right, start }) {
        if (comparisons.has(operator) && [left, right].some(namesDatabase)) report(start);
      },
      SwitchCase({ test, start }) {
        if (test !== null && namesDatabase(test)) report(start);
      },
    });
    return found;
  },
};
