import type { Json, JsonObject } from "@millrace/contract";

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** Whether two values say the same; the order of an object's keys says nothing. */
export const isEqual = (one: Json | undefined, other: Json | undefined): boolean => {
  if (isList(one) && isList(other)) return one.length === other.length && one.every((item, index) => isEqual(item, other[index]));
  if (isObject(one) && isObject(other)) {
    const keys = Object.keys(one);
    return keys.length === Object.keys(other).length && keys.every((key) => Object.hasOwn(other, key) && isEqual(one[key], other[key]));
  }
  return one === other;
};

/** The value a text of JSON stands for; undefined when it is no JSON. */
export const parseJson = (text: string): { readonly value: Json } | undefined => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
};

export const printJson = (value: Json): string => JSON.stringify(value, null, 2);

/** A value on one line, cut where it gets long. */
export const shortJson = (value: Json, length = 80): string => {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
};
