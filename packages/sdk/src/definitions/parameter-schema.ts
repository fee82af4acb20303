import type { Json, JsonObject } from "@millrace/contract";
import { destructuredFields } from "./function-text.ts";
import type { StandardSchema } from "./standard-schema.ts";

/** Where a flow's parameters are described, as far as anybody did. */
export interface ParameterSource {
  readonly fn: (...args: never[]) => unknown;
  readonly parameters?: StandardSchema | undefined;
  readonly parametersJsonSchema?: JsonObject | undefined;
}

const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

const literal = (text: string): Json | undefined => {
  try {
    return JSON.parse(text.replace(/^'([^'\\]*)'$/, '"$1"'));
  } catch {
    return undefined;
  }
};

/** Without any schema: names and literal defaults from the function's text, each value anything. */
const fromText = ({ fn }: ParameterSource): JsonObject => {
  const fields = destructuredFields(fn) ?? [];
  const properties = fields.map(({ name, defaultText }) => {
    const value = defaultText === undefined ? undefined : literal(defaultText);
    return [name, value === undefined ? {} : { default: value }] as const;
  });
  const required = fields.filter(({ defaultText }) => defaultText === undefined).map(({ name }) => name);
  return { properties: Object.fromEntries(properties), required };
};

const fromLibrary = (schema: StandardSchema): JsonObject | undefined => {
  const converter = schema["~standard"].jsonSchema;
  if (converter === undefined) return undefined;
  // zod refuses schemas with values JSON lacks, such as dates, unless told that they may be anything.
  const converted = JSON.parse(JSON.stringify(converter.input({ target: "draft-07", libraryOptions: { unrepresentable: "any" } })));
  return isObject(converted) ? converted : undefined;
};

/** The protocol keeps shared shapes under `definitions` (sdk.md §6); newer JSON Schema says `$defs`. */
const renameDefinitions = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(renameDefinitions);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (key === "$ref" && typeof inner === "string") return [key, inner.replace("#/$defs/", "#/definitions/")];
      return [key === "$defs" ? "definitions" : key, renameDefinitions(inner)];
    }),
  );
};

/**
 * The JSON Schema a server shows as a form: a title, a position and a default for each parameter, shared shapes under `definitions`
 * (sdk.md §6). Taken from what the flow gives by hand, from its schema library, or from the function's text.
 */
export const parameterSchema = (source: ParameterSource): JsonObject => {
  const given = source.parametersJsonSchema ?? (source.parameters === undefined ? fromText(source) : fromLibrary(source.parameters));
  const { $schema: _, additionalProperties: __, ...schema } = (renameDefinitions(given ?? {}) ?? {}) as JsonObject;
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  return {
    definitions: {},
    ...schema,
    title: "Parameters",
    type: "object",
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, property], position) => [
        name,
        { ...(isObject(property) ? property : {}), title: name, position },
      ]),
    ),
    // A library may list a parameter that has a default as required, since its own output always has it.
    required: required.filter((name) => {
      const property = properties[String(name)];
      return !(isObject(property) && "default" in property);
    }),
  };
};
