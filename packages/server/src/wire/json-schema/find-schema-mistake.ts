import type { Json, JsonObject } from "@millrace/contract";
import { checkValue } from "./check.ts";
import { mostRelevant } from "./failures.ts";

const schema = { $ref: "#" };
const schemas = { type: "array", minItems: 1, items: schema };
const namedSchemas = { type: "object", additionalProperties: schema };
const [text, flag, list, number] = [{ type: "string" }, { type: "boolean" }, { type: "array" }, { type: "number" }];
const count = { type: "integer", minimum: 0 };
const names = { type: "array", items: text, uniqueItems: true };
const typeName = { enum: ["array", "boolean", "integer", "null", "number", "object", "string"] };

const each = (keywords: readonly string[], holds: JsonObject): JsonObject =>
  Object.fromEntries(keywords.map((keyword): [string, Json] => [keyword, holds]));

/** What keywords of JSON Schema (draft 2020-12) may hold, as a schema. */
const keywords: JsonObject = {
  ...each(["$id", "$schema", "$ref", "$anchor", "$dynamicRef", "$dynamicAnchor", "$comment", "title", "description"], text),
  ...each(["format", "contentEncoding", "contentMediaType"], text),
  ...each(["$defs", "definitions", "properties", "dependentSchemas"], namedSchemas),
  ...each(["allOf", "anyOf", "oneOf", "prefixItems"], schemas),
  ...each(["items", "contains", "additionalProperties", "propertyNames", "unevaluatedItems", "unevaluatedProperties"], schema),
  ...each(["not", "if", "then", "else", "contentSchema"], schema),
  ...each(["maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"], number),
  ...each(["maxLength", "minLength", "maxItems", "minItems", "maxContains", "minContains", "maxProperties", "minProperties"], count),
  ...each(["uniqueItems", "deprecated", "readOnly", "writeOnly"], flag),
  ...each(["enum", "examples"], list),
  pattern: { type: "string", format: "regex" },
  patternProperties: { ...namedSchemas, propertyNames: { format: "regex" } },
  multipleOf: { type: "number", exclusiveMinimum: 0 },
  type: { anyOf: [typeName, { type: "array", items: typeName, minItems: 1, uniqueItems: true }] },
  required: names,
  dependentRequired: { type: "object", additionalProperties: names },
};
const ofSchemas: JsonObject = { type: ["object", "boolean"], properties: keywords };

/** Says in the protocol's words why something is no JSON Schema (server.md §5.5); undefined when it is one. */
export const findSchemaMistake = (value: Json): string | undefined =>
  mostRelevant(checkValue(value, ofSchemas, { withFormats: true }))?.message;
