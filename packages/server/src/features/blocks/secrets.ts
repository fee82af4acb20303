import type { Json, JsonObject } from "@millrace/contract";
import { hasKeys } from "../../exact-numbers.ts";

const hidden = "********";

/** The part of a schema's secret path that leads to what is hidden, and whether it names everything there with `*`. */
const readPath = (path: string) => {
  const keys = path.split(".");
  const star = keys.indexOf("*");
  return star === -1 ? { keys, whole: false } : { keys: keys.slice(0, star), whole: true };
};

export const secretPathsOf = (fields: JsonObject): readonly string[] => {
  const paths = fields.secret_fields;
  return Array.isArray(paths) ? paths.filter((path) => typeof path === "string") : [];
};

type Change = (value: Json, other: Json | undefined) => Json;

/** Changes what is at a path of `value`, given what is there in `other`. What is missing stays missing. */
const changeAt = (value: Json, keys: readonly string[], { other, change }: { other: Json | undefined; change: Change }): Json => {
  const [key, ...rest] = keys;
  if (key === undefined) return change(value, other);
  if (!hasKeys(value) || !Object.hasOwn(value, key)) return value;
  const inner = value[key];
  if (inner === undefined) return value;
  return { ...value, [key]: changeAt(inner, rest, { other: hasKeys(other) ? other[key] : undefined, change }) };
};

const isLeaf = (value: Json): boolean => !hasKeys(value) || Object.keys(value).length === 0;

const hideLeaves = (value: Json): Json =>
  isLeaf(value) || !hasKeys(value) ? hidden : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hideLeaves(item)]));

const restoreLeaves = (value: Json, current: Json | undefined): Json => {
  if (value === hidden) return current ?? value;
  if (!hasKeys(value) || !hasKeys(current)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, restoreLeaves(item, current[key])]));
};

const changeSecrets = (
  data: JsonObject,
  paths: readonly string[],
  given: { other: JsonObject | undefined; change: (whole: boolean) => Change },
): JsonObject => {
  let changed: Json = data;
  for (const { keys, whole } of paths.map(readPath)) changed = changeAt(changed, keys, { other: given.other, change: given.change(whole) });
  return hasKeys(changed) ? changed : data;
};

/**
 * The data with asterisks in place of every secret (server.md §5.10). A path that leads to an object hides all that is in it; a
 * null is hidden only under a `*`.
 */
export const hideSecrets = (data: JsonObject, paths: readonly string[]): JsonObject =>
  changeSecrets(data, paths, { other: undefined, change: (whole) => (value) => (value === null && !whole ? null : hideLeaves(value)) });

/** New data in which asterisks where a secret belongs, as a reader got them, stand for the present value again. */
export const keepHiddenSecrets = (data: JsonObject, current: JsonObject, paths: readonly string[]): JsonObject =>
  changeSecrets(data, paths, { other: current, change: () => restoreLeaves });
