import type { Json, JsonObject } from "@millrace/contract";
import { isList, isObject } from "./json.ts";
import { isPlaceholder, resolveJson } from "./kinds.ts";
import type { ObjectNode, SchemaNode } from "./schema-node.ts";
import { findVariant, itemNode } from "./values.ts";

/**
 * Values as they are sent. They are kept in that form all along, so nothing is lost on the way; only a required list that
 * needs items and has none is left out, for which the server says that it is required (ui.md §2.1). `plain` reads JSON
 * placeholders, for what is stored as it is.
 */
export const serialise = (root: ObjectNode, values: JsonObject, plain = false): JsonObject => {
  const sent = withoutEmptyLists(root, plain ? resolveJson(values) : values);
  return isObject(sent) ? sent : {};
};

const withoutEmptyLists = (node: SchemaNode, value: Json): Json => {
  if (isPlaceholder(value)) return value;
  if (node.type === "variants") {
    const meant = node.variants[findVariant(node.variants, value)];
    return meant === undefined ? value : withoutEmptyLists(meant, value);
  }
  if (node.type === "list" && isList(value)) {
    return value.map((item, index) => {
      const inner = itemNode(node, index);
      return inner === undefined ? item : withoutEmptyLists(inner, item);
    });
  }
  return node.type === "object" && isObject(value) ? withoutEmptyListsIn(node, value) : value;
};

const withoutEmptyListsIn = (node: ObjectNode, value: JsonObject): JsonObject => {
  const properties = new Map(node.properties().map((property) => [property.name, property]));
  const kept = Object.entries(value).flatMap(([key, item]): [string, Json][] => {
    const property = properties.get(key);
    if (property === undefined) return [[key, item]];
    const { node: inner, required } = property;
    const isMissing = required && inner.type === "list" && inner.minItems > 0 && isList(item) && item.length === 0;
    return isMissing ? [] : [[key, withoutEmptyLists(inner, item)]];
  });
  return Object.fromEntries(kept);
};
