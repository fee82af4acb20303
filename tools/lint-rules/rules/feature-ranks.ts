import { featureRanks } from "../layers.ts";
import { featureOf, isProduction, isRoutes } from "../paths.ts";
import { type Finding, importRule, type Rule } from "../rule.ts";

const importsInOrder = importRule(
  "feature-ranks",
  (path) => isProduction(path) && featureOf(path) !== undefined,
  (path, { target }) => {
    const from = featureOf(path);
    const to = featureOf(target);
    if (from === undefined || to === undefined || from === to) return undefined;
    if (isRoutes(target)) return `no feature imports another's routes; import the operation or query itself.`;
    if (featureRanks.indexOf(to) < featureRanks.indexOf(from)) return undefined;
    return `"${to}" stands after "${from}" in the ranks of tools/lint-rules/layers.ts; move the shared part to an earlier feature.`;
  },
);

const unranked = (path: string): Finding[] => {
  const feature = featureOf(path);
  if (feature === undefined || featureRanks.includes(feature)) return [];
  return [{ line: 1, message: `the feature "${feature}" has no place in the ranks of tools/lint-rules/layers.ts; give it one.` }];
};

/** A feature imports only features ranked before it, and never their routes. */
export const featureRankRule: Rule = {
  ...importsInOrder,
  check: (file) => [...unranked(file.path), ...importsInOrder.check(file)],
};
