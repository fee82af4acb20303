/** JSON Schema as TypeScript writes types. */
import type { Json, JsonObject } from "@millrace/contract";
import { isObject } from "../files.ts";

interface Printing {
  /** The schema that references look into. */
  readonly root: JsonObject;
  /** References being followed, so that a type that holds itself comes to an end. */
  readonly following: readonly string[];
  readonly indent: string;
}

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

const identifier = /^[A-Za-z_$][\w$]*$/;
const printKey = (key: string): string => (identifier.test(key) ? key : JSON.stringify(key));

const union = (types: readonly string[]): string => {
  const distinct = [...new Set(types)];
  return distinct.includes("unknown") ? "unknown" : distinct.join(" | ");
};

/** In lists and intersections a union stands in brackets. */
const inBrackets = (type: string): string => (/ [|&] |^readonly /.test(type) ? `(${type})` : type);

const resolveReference = (reference: string, root: JsonObject): Json | undefined => {
  if (!reference.startsWith("#/")) return undefined;
  const keys = reference.slice(2).split("/");
  return keys.reduce<Json | undefined>(
    (at, key) => (isObject(at) ? at[decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~")] : undefined),
    root,
  );
};

const printReference = (reference: string, printing: Printing): string => {
  const found = printing.following.includes(reference) ? undefined : resolveReference(reference, printing.root);
  return found === undefined ? "unknown" : printNested(found, { ...printing, following: [...printing.following, reference] });
};

const printList = (schema: JsonObject, printing: Printing): string => {
  const items = listOf(schema.prefixItems);
  if (items.length > 0) return `readonly [${items.map((item) => printNested(item, printing)).join(", ")}]`;
  return `readonly ${inBrackets(schema.items === undefined ? "unknown" : printNested(schema.items, printing))}[]`;
};

const comment = (text: Json | undefined, indent: string): string => {
  if (typeof text !== "string" || text.trim() === "") return "";
  const lines = text.replaceAll("*/", "* /").trim().split(/\r?\n/);
  const [only = ""] = lines;
  return lines.length === 1
    ? `${indent}/** ${only} */\n`
    : `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join("\n")}\n${indent} */\n`;
};

const printFields = (schema: JsonObject, required: ReadonlySet<Json>, printing: Printing): string => {
  const inner = { ...printing, indent: `${printing.indent}  ` };
  const entries = Object.entries(isObject(schema.properties) ? schema.properties : {});
  const fields = entries.map(([key, field]) => {
    const mark = required.has(key) ? "" : "?";
    const description = isObject(field) ? comment(field.description, inner.indent) : "";
    return `${description}${inner.indent}readonly ${printKey(key)}${mark}: ${printNested(field, inner)};\n`;
  });
  return fields.length === 0 ? "Readonly<Record<string, never>>" : `{\n${fields.join("")}${printing.indent}}`;
};

const printObject = (schema: JsonObject, printing: Printing): string => {
  if (isObject(schema.properties) && Object.keys(schema.properties).length > 0) {
    return printFields(schema, new Set(listOf(schema.required)), printing);
  }
  const { additionalProperties: rest } = schema;
  return `Readonly<Record<string, ${isObject(rest) ? printNested(rest, printing) : "unknown"}>>`;
};

const printKind = (kind: Json, schema: JsonObject, printing: Printing): string => {
  switch (kind) {
    case "string":
    case "boolean":
    case "null":
      return kind;
    case "integer":
    case "number":
      return "number";
    case "array":
      return printList(schema, printing);
    case "object":
      return printObject(schema, printing);
    default:
      return "unknown";
  }
};

const printNested = (schema: Json, printing: Printing): string => {
  if (!isObject(schema)) return schema === false ? "never" : "unknown";
  if (typeof schema.$ref === "string") return printReference(schema.$ref, printing);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return union(schema.enum.map((value) => JSON.stringify(value)));
  const choices = [...listOf(schema.anyOf), ...listOf(schema.oneOf)];
  if (choices.length > 0) return union(choices.map((choice) => printNested(choice, printing)));
  const parts = listOf(schema.allOf);
  if (parts.length > 0) return parts.map((part) => inBrackets(printNested(part, printing))).join(" & ");
  if (Array.isArray(schema.type)) return union(schema.type.map((kind) => printKind(kind, schema, printing)));
  return printKind(schema.type ?? (isObject(schema.properties) ? "object" : "any"), schema, printing);
};

/** The parameters of a flow as a type, of which some have to be given. Anything that TypeScript cannot say is `unknown`. */
export const printParametersType = (schema: JsonObject, required: ReadonlySet<string>): string =>
  printFields(schema, required, { root: schema, following: [], indent: "" });
