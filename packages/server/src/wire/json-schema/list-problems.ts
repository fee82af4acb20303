import type { Json, JsonObject } from "@millrace/contract";
import { CircularSchema, checkValue, UnknownReference } from "./check.ts";
import type { Failure } from "./failures.ts";
import { prepareSchema } from "./prepare.ts";
import { pythonText } from "./python-text.ts";
import { isList, isObject } from "./values.ts";

/** Problems at one place: texts about it, and what is wrong with what it holds. */
type Problems = (string | Place)[];
type Place = { readonly property: string; readonly errors: Problems } | { readonly index: number; readonly errors: Problems };

export interface ValueProblems {
  readonly errors: readonly Json[];
  readonly valid: boolean;
}

/** A missing property is told of where it would be. */
const pathOf = ({ keyword, path, message }: Failure): readonly (string | number)[] => {
  const missing = keyword === "required" ? /^'(.*)' is a required property$/s.exec(message)?.[1] : undefined;
  return missing === undefined ? path : [...path, missing];
};

const placeIn = (problems: Problems, step: string | number): Problems => {
  const found = problems.find(
    (each): each is Place => typeof each === "object" && ("property" in each ? each.property : each.index) === step,
  );
  if (found !== undefined) return found.errors;
  const errors: Problems = [];
  problems.push(typeof step === "number" ? { index: step, errors } : { property: step, errors });
  return errors;
};

/** Everything wrong with values, by place. Throws a plain text where the schema itself is none (server.md §5.13). */
export const listValueProblems = (values: Json, schema: JsonObject): ValueProblems | { readonly invalidSchema: string } => {
  const prepared = prepareSchema(schema);
  const unknownType = findUnknownType(prepared);
  if (unknownType !== undefined) return { invalidSchema: `${pythonText(unknownType)} is not valid under any of the given schemas` };
  try {
    const errors: Problems = [];
    for (const failure of checkValue(values, prepared, { withFormats: true })) {
      let place = errors;
      for (const step of pathOf(failure)) place = placeIn(place, step);
      place.push(failure.message);
    }
    return { errors: errors as readonly Json[], valid: errors.length === 0 };
  } catch (error) {
    if (error instanceof CircularSchema) return { invalidSchema: "Unable to validate schema with circular references." };
    if (error instanceof UnknownReference) return { invalidSchema: error.message };
    throw error;
  }
};

const types: readonly Json[] = ["array", "boolean", "integer", "null", "number", "object", "string"];
const byName = ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"];
const inside = ["items", "additionalProperties", "contains", "not", "if", "then", "else", "propertyNames"];
const alternatives = ["anyOf", "oneOf", "allOf", "prefixItems"];

/** A `type` that JSON Schema does not have, anywhere in a schema; undefined when every type is known. */
const findUnknownType = (schema: Json | undefined): Json | undefined => {
  if (!isObject(schema)) return undefined;
  const { type } = schema;
  if (type !== undefined && !(isList(type) ? type : [type]).every((each) => types.includes(each))) return type;
  const named = byName.flatMap((key) => (isObject(schema[key]) ? Object.values(schema[key]) : []));
  const listed = alternatives.flatMap((key) => (isList(schema[key]) ? schema[key] : []));
  for (const part of [...named, ...listed, ...inside.map((key) => schema[key])]) {
    const found = findUnknownType(part);
    if (found !== undefined) return found;
  }
  return undefined;
};
