import type { Json, JsonObject } from "@millrace/contract";
import { isList, isObject } from "./json.ts";

/**
 * A schema with its references followed and its `allOf` merged, what stands beside them over what they bring. One that leads
 * back to itself, or nowhere, takes anything; the server says what is wrong with it.
 */
export const followReferences = (root: JsonObject, schema: JsonObject): JsonObject => follow({ root, followed: [] }, schema);

interface Walk {
  readonly root: JsonObject;
  readonly followed: readonly string[];
}

const follow = (walk: Walk, schema: JsonObject): JsonObject => {
  const { $ref: reference, allOf, ...own } = schema;
  const parts = isList(allOf) ? allOf.filter((part) => isObject(part)).map((part) => follow(walk, part)) : [];
  if (typeof reference === "string" && !walk.followed.includes(reference)) {
    const target = findReference(walk.root, reference);
    if (isObject(target)) parts.unshift(follow({ ...walk, followed: [...walk.followed, reference] }, target));
  }
  return parts.length === 0 ? own : [...parts, own].reduce(merge);
};

const merge = (one: JsonObject, other: JsonObject): JsonObject => {
  const properties =
    isObject(one.properties) && isObject(other.properties) ? { properties: { ...one.properties, ...other.properties } } : {};
  const required = isList(one.required) && isList(other.required) ? { required: [...one.required, ...other.required] } : {};
  return { ...one, ...other, ...properties, ...required };
};

const findReference = (root: JsonObject, reference: string): Json | undefined => {
  if (reference === "#") return root;
  if (!reference.startsWith("#/")) return undefined;
  let found: Json | undefined = root;
  for (const step of reference.slice(2).split("/")) {
    const key = decode(step).replaceAll("~1", "/").replaceAll("~0", "~");
    if (isList(found)) found = found[Number(key)];
    else found = isObject(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  }
  return found;
};

const decode = (step: string): string => {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
};
