import { packageArrowExceptions, packageArrows } from "../layers.ts";
import { isProduction, packageOf } from "../paths.ts";
import { importRule } from "../rule.ts";

/** A package imports only the packages its arrows lead to, and by their names. */
export const packageArrowRule = importRule("package-arrows", isProduction, (path, { specifier, target }) => {
  const from = packageOf(path) ?? "";
  const to = packageOf(target);
  if (to === undefined || to === from) return undefined;
  if (specifier.startsWith(".")) return `other packages are imported by name, "@millrace/${to}".`;
  if (packageArrows[from]?.includes(to) === true || packageArrowExceptions[path] === to) return undefined;
  const allowed = packageArrows[from] ?? [];
  return `${from} may import ${allowed.length === 0 ? "no other package" : `only ${allowed.join(", ")}`}; move the shared part there.`;
});
