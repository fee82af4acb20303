import type { Json, JsonObject } from "@millrace/contract";
import { isEqual, isObject } from "./json.ts";
import { isPlaceholder } from "./kinds.ts";
import type { Path } from "./paths.ts";

/** A place where values differ. What is absent on one side was left out there. */
export interface Change {
  readonly path: Path;
  readonly before?: Json;
  readonly after?: Json;
}

/**
 * What given values change about others. A key left out of `after` keeps its value, as in a run of a deployment, unless
 * `whole` says that `after` is all there is.
 */
export const listChanges = (before: JsonObject, after: JsonObject, whole = false): readonly Change[] => {
  const names = whole ? [...new Set([...Object.keys(before), ...Object.keys(after)])] : Object.keys(after);
  return names.flatMap((name) => changesAt([name], before[name], after[name]));
};

/** Objects are compared key by key, everything else as a whole: that a list's items moved says more than what each became. */
const changesAt = (path: Path, before: Json | undefined, after: Json | undefined): Change[] => {
  if (isEqual(before, after)) return [];
  if (isObject(before) && isObject(after) && !isPlaceholder(before) && !isPlaceholder(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap((name) => changesAt([...path, name], before[name], after[name]));
  }
  return [{ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
};
