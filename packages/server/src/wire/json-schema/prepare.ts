import type { Json, JsonObject } from "@millrace/contract";
import { isList, isObject } from "./values.ts";

/** A reference to a stored block, in place of its fields. */
const blockReference: JsonObject = {
  type: "object",
  properties: {
    $ref: {
      oneOf: [
        { type: "string", format: "uuid" },
        { type: "object", additionalProperties: { type: "string" }, minProperties: 1 },
      ],
    },
  },
  required: ["$ref"],
};

export interface Leniency {
  /** Lets a property with a default be null too, as for job variables. */
  readonly allowNullWithDefault?: boolean | undefined;
  /** Drops `required` everywhere: for parameters that a run may still complete. */
  readonly ignoreRequired?: boolean | undefined;
  /** Takes the schema at its word, as the protocol does where a deployment is created. */
  readonly asWritten?: boolean | undefined;
}

/** Schemas written by older Python libraries, made to mean in JSON Schema 2020-12 what they meant there (server.md §5.5). */
export const prepareSchema = (schema: JsonObject, leniency: Leniency = {}): JsonObject => {
  const whole = leniency.asWritten === true ? schema : prepareWhole(schema, leniency);
  return leniency.ignoreRequired === true ? withoutRequired(whole) : whole;
};

const prepareWhole = (schema: JsonObject, leniency: Leniency): JsonObject => {
  const { definitions, ...rest } = prepareObject(schema, leniency);
  return definitions === undefined ? rest : { ...rest, definitions: prepareDefinitions(definitions, leniency) };
};

const prepareObject = (schema: JsonObject, leniency: Leniency): JsonObject => {
  const { properties, required } = schema;
  if (!isObject(properties)) return schema;
  const needed = new Set(isList(required) ? required : []);
  const prepared = Object.entries(properties).map(([name, property]): [string, Json] => [
    name,
    isObject(property) ? prepareProperty(property, needed.has(name), leniency) : property,
  ]);
  return { ...schema, properties: Object.fromEntries(prepared) };
};

const prepareProperty = (property: JsonObject, required: boolean, leniency: Leniency): JsonObject => {
  const { type, ...untyped } = property;
  const nullable = !required && type !== undefined && type !== "null" && (property.default === undefined || leniency.allowNullWithDefault);
  const typed: JsonObject = nullable ? { ...untyped, anyOf: [{ type }, { type: "null" }] } : property;
  const { items, ...unlisted } = typed;
  const isTuple = isList(items) && items.length > 0 && property.prefixItems === undefined;
  return prepareObject(isTuple ? { ...unlisted, prefixItems: items } : items === undefined ? unlisted : { ...unlisted, items }, leniency);
};

const prepareDefinitions = (definitions: Json, leniency: Leniency): Json => {
  if (!isObject(definitions)) return definitions;
  const prepared = Object.entries(definitions).map(([name, definition]): [string, Json] => {
    if (!isObject(definition)) return [name, definition];
    const own = prepareObject(definition, leniency);
    return [name, own.block_type_slug === undefined ? own : { oneOf: [own, blockReference] }];
  });
  return Object.fromEntries(prepared);
};

/** As the protocol does it: through objects, not into lists of alternatives. */
const withoutRequired = (schema: JsonObject): JsonObject => {
  const kept = Object.entries(schema).filter(([key]) => key !== "required");
  return Object.fromEntries(kept.map(([key, value]): [string, Json] => [key, isObject(value) ? withoutRequired(value) : value]));
};
