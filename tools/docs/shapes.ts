/** Prints the contract's schemas as words, and collects the named ones on the way. */

import * as conditions from "../../packages/contract/src/filters/members.ts";
import type { JsonSchema } from "../../packages/contract/src/index.ts";
import * as contract from "../../packages/contract/src/index.ts";

const { schemas, nameOf } = contract.nameShapes(contract, conditions);

const formats: Readonly<Record<string, string>> = { uuid: "id", "date-time": "time", duration: "seconds" };
const types: Readonly<Record<string, string>> = {
  string: "text",
  number: "number",
  integer: "whole number",
  boolean: "true or false",
  null: "null",
};

const link = (name: string): string => `[${name}](#${name.toLowerCase()})`;

const printBounds = ({ minimum, maximum, exclusiveMinimum, maxLength, minItems, maxItems, prefixItems }: JsonSchema): string =>
  [
    minimum === undefined ? "" : ` from ${minimum}`,
    exclusiveMinimum === undefined ? "" : ` above ${exclusiveMinimum}`,
    maximum === undefined ? "" : ` up to ${maximum}`,
    maxLength === undefined ? "" : ` of at most ${maxLength} characters`,
    prefixItems !== undefined || minItems === undefined ? "" : `, at least ${minItems}`,
    prefixItems !== undefined || maxItems === undefined ? "" : `, at most ${maxItems}`,
  ].join("");

const printField = (name: string, schema: JsonSchema, isRequired: boolean): string =>
  `\`${name}${isRequired ? "" : "?"}\` ${printSchema(schema)}`;

/** Null stands for the default of every parameter, which the page says once. */
const withoutNull = (schema: JsonSchema): JsonSchema => {
  const members = schema.anyOf?.filter(({ type }) => type !== "null") ?? [];
  return members.length === 1 && members[0] !== undefined ? members[0] : schema;
};

const printFields = ({ properties = {}, required = [], "x-parameters": isParameters = false }: JsonSchema): string =>
  Object.entries(properties)
    .map(([name, schema]) => printField(name, isParameters ? withoutNull(schema) : schema, required.includes(name)))
    .join("; ");

/** A schema in words; a named one as a link to its own section. */
export const printSchema = (schema: JsonSchema): string => {
  const name = nameOf(schema);
  return name === undefined ? printShape(schema) : link(name);
};

const printShape = (schema: JsonSchema): string => {
  const { anyOf, type, format, enum: values, items, prefixItems, properties, additionalProperties } = schema;
  if (anyOf !== undefined) return [...new Set(anyOf.map(printSchema))].join(" or ");
  if (values !== undefined) return values.map((value) => `\`${value}\``).join(", ");
  if (prefixItems !== undefined) return `pair of ${prefixItems.map(printSchema).join(" and ")}`;
  if (type === "array") return `list of ${items === undefined ? "anything" : printSchema(items)}${printBounds(schema)}`;
  if (properties !== undefined) return Object.keys(properties).length === 0 ? "object" : printFields(schema);
  if (type === "object") return typeof additionalProperties === "object" ? `map to ${printSchema(additionalProperties)}` : "any object";
  const word = (format === undefined ? undefined : formats[format]) ?? (type === undefined ? "any JSON" : types[type]) ?? "any JSON";
  return `${word}${printBounds(schema)}`;
};

export interface Shape {
  readonly name: string;
  readonly schema: JsonSchema;
}

const children = ({ anyOf = [], items, prefixItems = [], properties = {}, additionalProperties }: JsonSchema): readonly JsonSchema[] => [
  ...anyOf,
  ...(items === undefined ? [] : [items]),
  ...prefixItems,
  ...Object.values(properties),
  ...(typeof additionalProperties === "object" ? [additionalProperties] : []),
];

/** Every named schema that these reach, sorted by name. */
export const listShapes = (roots: readonly JsonSchema[]): readonly Shape[] => {
  const found = new Map<string, JsonSchema>();
  const visited = new Set<object>();
  const visit = (schema: JsonSchema): void => {
    const identity = contract.identityOf(schema) ?? schema;
    if (visited.has(identity)) return;
    visited.add(identity);
    const name = nameOf(schema);
    if (name !== undefined) found.set(name, schemas.get(name) ?? schema);
    for (const child of children(schema)) visit(child);
  };
  for (const root of roots) visit(root);
  return [...found].map(([name, schema]) => ({ name, schema })).toSorted((one, other) => (one.name < other.name ? -1 : 1));
};

/** The fields of an object as rows of a table; undefined for what is no object. */
export const findFieldRows = ({ properties, required = [] }: JsonSchema): readonly (readonly string[])[] | undefined =>
  properties === undefined
    ? undefined
    : Object.entries(properties).map(([name, schema]) => [
        `\`${name}\``,
        printSchema(schema),
        required.includes(name) ? "required" : schema.default === undefined ? "" : `\`${JSON.stringify(schema.default)}\``,
      ]);

/** What a shape that is no object may be. */
export const printAlternatives = printShape;
