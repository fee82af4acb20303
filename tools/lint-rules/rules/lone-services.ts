import { serviceLists, sharedServiceFiles } from "../layers.ts";
import { isProduction, serverLayerOf } from "../paths.ts";
import { importRule } from "../rule.ts";

const isService = (path: string): boolean => serverLayerOf(path) === "services" && !sharedServiceFiles.includes(path);

/** Services know nothing of each other: what two of them need lives in a feature. */
export const loneServiceRule = importRule(
  "lone-services",
  (path) => isProduction(path) && isService(path) && !serviceLists.includes(path),
  (_path, { target }) =>
    isService(target)
      ? "a service imports no other service; move the shared part to a feature, or wake the other through the context."
      : undefined,
);
