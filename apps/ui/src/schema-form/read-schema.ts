import type { Json, JsonObject } from "@millrace/contract";
import { followReferences } from "./follow-references.ts";
import { isList, isObject } from "./json.ts";
import type { ListNode, NodeFacts, ObjectNode, Property, SchemaNode } from "./schema-node.ts";

/** Reads the schema of a whole form: an object, whatever it says of itself. */
export const readSchema = (schema: JsonObject): ObjectNode => {
  const whole = followReferences(schema, schema);
  return readObject(schema, whole, factsOf(whole));
};

const text = (value: Json | undefined): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
const count = (value: Json | undefined): number | undefined => (typeof value === "number" ? value : undefined);

const factsOf = (schema: JsonObject): NodeFacts => ({
  schema,
  title: text(schema.title),
  description: text(schema.description),
  fallback: schema.default === undefined ? undefined : { value: schema.default },
  nullable: false,
});

/** Remembers what a function answered, for children that are asked for at every drawing. */
const once = <T>(read: () => T): (() => T) => {
  let found: { readonly value: T } | undefined;
  return () => {
    found ??= { value: read() };
    return found.value;
  };
};

const readNode = (root: JsonObject, given: Json | undefined): SchemaNode => {
  const schema = isObject(given) ? followReferences(root, given) : {};
  const facts = factsOf(schema);
  if (typeof schema.block_type_slug === "string") return { ...facts, type: "block", slug: schema.block_type_slug };
  if (isList(schema.enum)) return readChoice(facts, schema.enum);
  if (schema.const !== undefined) return readChoice(facts, [schema.const]);
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (isList(alternatives)) {
    const reference = isObject(given) ? text(given.$ref) : undefined;
    return readVariants(facts, listAlternatives(root, alternatives, reference === undefined ? [] : [reference]), root);
  }
  if (isList(schema.type)) {
    const types = schema.type.map((type) => ({ ...schema, type, title: "" }));
    return readVariants(facts, types, root);
  }
  return readTyped(root, schema, facts);
};

const readTyped = (root: JsonObject, schema: JsonObject, facts: NodeFacts): SchemaNode => {
  switch (schema.type ?? guessType(schema)) {
    case "string":
      return { ...facts, type: "text", format: schema.contentMediaType === "application/json" ? "json-string" : text(schema.format) };
    case "integer":
      return { ...facts, type: "number", integer: true };
    case "number":
      return { ...facts, type: "number", integer: false };
    case "boolean":
      return { ...facts, type: "boolean" };
    case "null":
      return { ...facts, type: "null", nullable: true };
    case "array":
      return readList(root, schema, facts);
    case "object":
      return readObject(root, schema, facts);
    default:
      return { ...facts, type: "json", nullable: true };
  }
};

const guessType = (schema: JsonObject): string | undefined => {
  if (isObject(schema.properties)) return "object";
  return schema.items !== undefined || schema.prefixItems !== undefined ? "array" : undefined;
};

const readChoice = (facts: NodeFacts, values: readonly Json[]): SchemaNode => {
  const options = values.filter((value) => value !== null);
  if (options.length === 0) return { ...facts, type: "null", nullable: true };
  return { ...facts, type: "choice", options, nullable: options.length < values.length };
};

/** One alternative besides null is that alternative, named and described by whoever holds it. */
const readVariants = (facts: NodeFacts, alternatives: readonly Json[], root: JsonObject): SchemaNode => {
  const all = alternatives.map((each) => withSecrecy(facts.schema, readNode(root, each)));
  const nullable = all.some((node) => node.nullable || node.type === "null");
  const variants = all.filter((node) => node.type !== "null");
  const [only, ...others] = variants;
  if (only === undefined) return { ...facts, type: "null", nullable: true };
  if (others.length > 0) return { ...facts, type: "variants", variants, nullable };
  const { title = only.title, description = only.description, fallback = only.fallback } = facts;
  return { ...only, title, description, fallback, nullable: nullable || only.nullable };
};

/** What is secret as a whole is so in each of its variants. */
const withSecrecy = ({ format }: JsonObject, node: SchemaNode): SchemaNode =>
  format === "password" && node.type === "text" ? { ...node, format } : node;

/** Unions within unions laid flat; one that contains itself adds nothing there. */
const listAlternatives = (root: JsonObject, alternatives: readonly Json[], within: readonly string[]): Json[] =>
  alternatives.flatMap((each) => {
    if (!isObject(each)) return [];
    const reference = text(each.$ref);
    if (reference !== undefined && within.includes(reference)) return [];
    const inner = followReferences(root, each);
    const deeper = inner.anyOf ?? inner.oneOf;
    if (!isList(deeper) || inner.block_type_slug !== undefined) return [each];
    return listAlternatives(root, deeper, reference === undefined ? within : [...within, reference]);
  });

/** A list as `items` is how older schemas write a tuple. */
const readList = (root: JsonObject, schema: JsonObject, facts: NodeFacts): ListNode => {
  const places = isList(schema.prefixItems) ? schema.prefixItems : isList(schema.items) ? schema.items : [];
  const rest = isList(schema.items) ? schema.additionalItems : schema.items;
  const isFull = rest === false || (places.length > 0 && rest === undefined && count(schema.maxItems) === places.length);
  return {
    ...facts,
    type: "list",
    prefix: once(() => places.map((each) => readNode(root, each))),
    items: once(() => (isFull ? undefined : readNode(root, rest))),
    minItems: count(schema.minItems) ?? 0,
    maxItems: isFull ? places.length : count(schema.maxItems),
  };
};

const readObject = (root: JsonObject, schema: JsonObject, facts: NodeFacts): ObjectNode => ({
  ...facts,
  type: "object",
  properties: once(() => readProperties(root, schema)),
  additional: once(() => (schema.additionalProperties === false ? undefined : readNode(root, schema.additionalProperties))),
});

const readProperties = (root: JsonObject, schema: JsonObject): readonly Property[] => {
  if (!isObject(schema.properties)) return [];
  const required = isList(schema.required) ? schema.required : [];
  const sorted = Object.entries(schema.properties).toSorted(([, one], [, other]) => positionOf(one) - positionOf(other));
  return sorted.map(([name, given]) => {
    const node = readNode(root, given);
    const isRequired = required.includes(name);
    const label = (isObject(given) ? text(given.title) : undefined) ?? name;
    return { name, label, required: isRequired, node: isRequired || !isNullByAge(given) ? node : { ...node, nullable: true } };
  });
};

/** Older schemas do not say that what may be left out may be null too; the server takes both (ui.md §2.1). */
const isNullByAge = (property: Json): boolean => isObject(property) && property.type !== undefined && property.default === undefined;

const positionOf = (property: Json): number => (isObject(property) ? count(property.position) : undefined) ?? Number.MAX_SAFE_INTEGER;
