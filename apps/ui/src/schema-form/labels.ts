import type { Json } from "@millrace/contract";
import { shortJson } from "./json.ts";
import { kindOf, readExactInteger } from "./kinds.ts";
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

const plurals: Readonly<Record<string, string>> = {
  text: "texts",
  number: "numbers",
  boolean: "booleans",
  list: "lists",
  object: "objects",
  block: "blocks",
};

const listName = (items: SchemaNode | undefined, places: number): string => {
  if (places > 0) return "Tuple";
  const plural = items?.type === "number" && items.integer ? "integers" : plurals[items?.type ?? ""];
  return plural === undefined ? "List" : `List of ${plural}`;
};

/** A name for each of several variants, no two of them alike. */
export const variantNames = (variants: readonly SchemaNode[]): string[] => {
  const names = variants.map((variant) => variant.title ?? typeName(variant));
  return names.map((name, index) => {
    const before = names.slice(0, index).filter((other) => other === name).length;
    return names.filter((other) => other === name).length > 1 ? `${name} ${before + 1}` : name;
  });
};

const kindNames = { form: undefined, json: "as JSON", jinja: "as a template", workspace_variable: "from a variable" } as const;

/** How a value is entered, where it is not in the fields of its schema. */
export const kindHint = (value: Json | undefined): string | undefined =>
  readExactInteger(value) === undefined ? kindNames[kindOf(value)] : undefined;

/** What a field takes, where its input looks like that of another. */
export const typeHint = (node: SchemaNode): string | undefined => {
  if (node.type === "block") return `${node.slug} block`;
  if (node.type === "text") return node.format === "json-string" ? "JSON text" : undefined;
  return ["number", "list", "object", "json"].includes(node.type) ? typeName(node).toLowerCase().replace("json", "JSON") : undefined;
};
