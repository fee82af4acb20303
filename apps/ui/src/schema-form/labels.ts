import { isEqual, shortJson } from "./json.ts";
import type { SchemaNode } from "./schema-node.ts";

const formatNames: Readonly<Record<string, string>> = {
  date: "Date",
  "date-time": "Date and time",
  password: "Secret",
  "json-string": "JSON text",
  duration: "Duration",
  "time-delta": "Duration",
  time: "Time",
};

/** What a node takes, in a word or two. */
export const typeName = (node: SchemaNode): string => {
  switch (node.type) {
    case "text":
      return formatNames[node.format ?? ""] ?? "Text";
    case "number":
      return node.integer ? "Integer" : "Number";
    case "boolean":
      return "True or false";
    case "null":
      return "Null";
    case "choice":
      return node.options.length === 1 && node.options[0] !== undefined ? shortJson(node.options[0], 24) : "Choice";
    case "list":
      return listName(node.items(), node.prefix().length);
    case "object":
      return "Object";
    case "block":
      return "Block";
    case "variants":
      return "Several types";
    case "json":
      return "Any JSON";
  }
};

const listName = (items: SchemaNode | undefined, places: number): string => {
  if (places > 0) return "Tuple";
  return items === undefined || items.type === "json" || items.type === "variants" ? "List" : `List of ${typeName(items).toLowerCase()}`;
};

/** A name for each of several variants, no two of them alike. */
export const variantNames = (variants: readonly SchemaNode[]): string[] => {
  const names = variants.map((variant) => variant.title ?? typeName(variant));
  return names.map((name, index) => {
    const before = names.slice(0, index).filter((other) => other === name).length;
    return names.filter((other) => other === name).length > 1 ? `${name} ${before + 1}` : name;
  });
};

/** Whether a fallback says something a person would want to read. */
export const isTelling = (fallback: SchemaNode["fallback"]): boolean => fallback !== undefined && !isEqual(fallback.value, null);
