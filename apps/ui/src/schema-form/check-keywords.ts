import { Validator } from "@cfworker/json-schema";
import type { Json, JsonObject } from "@millrace/contract";
import type { Problem } from "./field-errors.ts";
import type { Path } from "./paths.ts";
import type { SchemaNode } from "./schema-node.ts";

/** Validators of the places of one schema, made when first needed. */
export interface KeywordChecks {
  readonly root: JsonObject;
  readonly validators: WeakMap<JsonObject, Validator>;
}

/** Keywords about a value itself. What a value contains is checked field by field, so that errors stand where they belong. */
const own = [
  "type",
  "minLength",
  "maxLength",
  "pattern",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "uniqueItems",
  "contains",
  "minContains",
  "maxContains",
  "minProperties",
  "maxProperties",
  "propertyNames",
  "patternProperties",
  "dependentRequired",
  "not",
  "if",
  "then",
  "else",
];

/** Formats about which servers and libraries agree; others are for the flow to judge. */
const formats = ["email", "ipv4", "ipv6", "uuid"];

/** Checks a value against the keywords of its own place. */
export const checkKeywords = (place: { readonly path: Path; readonly checks: KeywordChecks }, node: SchemaNode, value: Json): Problem[] => {
  const { path, checks } = place;
  if (node.type === "text" && typeof value === "string") {
    const text = checkDate(node.format, value);
    if (text !== undefined) return [{ path, text }];
  }
  const validator = checks.validators.get(node.schema) ?? createValidator(checks.root, node.schema);
  checks.validators.set(node.schema, validator);
  return runValidator(validator, value).map(({ keyword, instanceLocation }) => ({
    path: [...path, ...stepsOf(instanceLocation)],
    text: (texts[keyword] ?? otherwise)(node.schema),
  }));
};

const createValidator = (root: JsonObject, schema: JsonObject): Validator => {
  const kept = own.filter((keyword) => schema[keyword] !== undefined).map((keyword) => [keyword, schema[keyword]] as const);
  const format = typeof schema.format === "string" && formats.includes(schema.format) ? { format: schema.format } : {};
  const definitions = { ...(root.$defs && { $defs: root.$defs }), ...(root.definitions && { definitions: root.definitions }) };
  return new Validator({ ...definitions, ...Object.fromEntries(kept), ...format }, "2020-12", false);
};

/** A pattern of Python's own, or a reference that leads nowhere, is for the server to judge. */
const runValidator = (validator: Validator, value: Json) => {
  try {
    const { errors } = validator.validate(value);
    const types = errors.filter(({ keyword, instanceLocation }) => keyword === "type" && instanceLocation === "#");
    return types.length > 0 ? types : errors.filter(({ keyword }) => !wrappers.includes(keyword));
  } catch {
    return [];
  }
};

/** Errors that only say that there are others. */
const wrappers = ["$ref", "properties", "patternProperties", "propertyNames", "if", "allOf"];

const stepsOf = (location: string): string[] =>
  location
    .split("/")
    .slice(1)
    .map((step) => decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~"));

const checkDate = (format: string | undefined, value: string): string | undefined => {
  if (format === "date" && !isDate(value)) return "Enter a date, such as 2026-01-31.";
  if (format === "date-time" && Number.isNaN(Date.parse(value))) return "Enter a date and time, such as 2026-01-31T09:30:00Z.";
  if (format === "time" && !isTime(value)) return "Enter a time with its distance from UTC, such as 09:30:00Z or 09:30:00+01:00.";
  return undefined;
};

/** What servers take for one: without a zone it would be another time everywhere. */
const isTime = (value: string): boolean => /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.test(value);

const isDate = (value: string): boolean => /^\d{4}-\d{2}-\d{2}/.test(value) && !Number.isNaN(Date.parse(value));

const otherwise = () => "This does not fit the schema.";

const characters = (count: Json | undefined) => `${String(count)} character${count === 1 ? "" : "s"}`;

const typeNames: Readonly<Record<string, string>> = {
  string: "Enter text.",
  integer: "Enter a whole number.",
  number: "Enter a number.",
  boolean: "Choose true or false.",
  array: "A list is needed here.",
  object: "An object is needed here.",
  null: "Only null is possible here.",
};

const texts: Readonly<Record<string, (schema: JsonObject) => string>> = {
  type: ({ type }) => (typeof type === "string" ? (typeNames[type] ?? otherwise()) : otherwise()),
  minLength: ({ minLength }) => `Needs at least ${characters(minLength)}.`,
  maxLength: ({ maxLength }) => `Takes at most ${characters(maxLength)}.`,
  pattern: ({ pattern }) => `Must match the pattern ${String(pattern)}.`,
  minimum: ({ minimum }) => `Must be at least ${String(minimum)}.`,
  maximum: ({ maximum }) => `Must be at most ${String(maximum)}.`,
  exclusiveMinimum: ({ exclusiveMinimum }) => `Must be more than ${String(exclusiveMinimum)}.`,
  exclusiveMaximum: ({ exclusiveMaximum }) => `Must be less than ${String(exclusiveMaximum)}.`,
  multipleOf: ({ multipleOf }) => `Must be a multiple of ${String(multipleOf)}.`,
  uniqueItems: () => "The same item is in here twice.",
  format: ({ format }) => `This is no valid ${format === "uuid" ? "UUID" : format === "email" ? "e-mail address" : "IP address"}.`,
  dependentRequired: () => "With these values, others are needed too.",
};
