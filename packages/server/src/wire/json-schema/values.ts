import type { Json, JsonObject } from "@millrace/contract";
import { hasKeys } from "../../exact-numbers.ts";

export const isObject = (value: Json | undefined): value is JsonObject => hasKeys(value);
export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** Whether an object has a key of its own; keys such as `constructor` come from outside too. */
export const has = (object: JsonObject, key: string): boolean => Object.hasOwn(object, key);

/** Equality of JSON Schema: numbers by value, objects in any order of keys. */
export const isEqual = (one: Json | undefined, other: Json | undefined): boolean => {
  if (isList(one) && isList(other)) return one.length === other.length && one.every((item, index) => isEqual(item, other[index]));
  if (isObject(one) && isObject(other)) {
    const keys = Object.keys(one);
    return keys.length === Object.keys(other).length && keys.every((key) => has(other, key) && isEqual(one[key], other[key]));
  }
  return one === other;
};

const tests: Readonly<Record<string, (value: Json) => boolean>> = {
  null: (value) => value === null,
  boolean: (value) => typeof value === "boolean",
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: (value) => typeof value === "number" && Number.isInteger(value),
  array: isList,
  object: isObject,
};

export const isOfType = (value: Json, type: Json): boolean => typeof type === "string" && (tests[type]?.(value) ?? false);
