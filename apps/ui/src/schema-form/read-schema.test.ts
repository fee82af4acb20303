import type { JsonObject } from "@millrace/contract";
import { describe, expect, test } from "vitest";
import { fixture, fixtureNames } from "./fixtures/read-fixtures.ts";
import { typeName, variantNames } from "./labels.ts";
import { readSchema } from "./read-schema.ts";
import type { ObjectNode, SchemaNode } from "./schema-node.ts";

/** A node as a short text: what it takes, `?` when it may be null. */
const sketch = (node: SchemaNode, depth = 2): string => {
  const text = (() => {
    if (node.type === "variants") return node.variants.map((variant) => sketch(variant, depth)).join(" | ");
    if (node.type === "text" && node.format) return node.format;
    if (node.type === "number") return node.integer ? "integer" : "number";
    if (node.type === "choice") return node.options.map((option) => JSON.stringify(option)).join("/");
    if (node.type === "block") return `block:${node.slug}`;
    if (node.type === "list") {
      const items = node.items();
      const rest = items === undefined ? [] : [`...${depth > 0 ? sketch(items, depth - 1) : ""}`];
      return `[${[...node.prefix().map((each) => sketch(each, depth - 1)), ...rest].join(", ")}]`;
    }
    return node.type === "object" && depth > 0 && node.properties().length > 0 ? `{${sketchAll(node, depth - 1)}}` : node.type;
  })();
  return node.nullable && node.type !== "null" && node.type !== "json" ? `(${text})?` : text;
};

const sketchAll = (node: ObjectNode, depth = 2): string =>
  node
    .properties()
    .map((property) => `${property.name}${property.required ? "*" : ""}: ${sketch(property.node, depth)}`)
    .join(", ");

const schema = (property: JsonObject, rest: JsonObject = {}): JsonObject => ({
  type: "object",
  properties: { x: property },
  required: ["x"],
  ...rest,
});

describe("schemas of Python signatures", () => {
  test.each([
    [
      "plain",
      "text*: text, whole*: integer, number*: number, flag*: boolean, data*: object, listed*: [...json], anything*: json, anything_typed: json",
    ],
    ["defaults", "text: text, whole: integer, number: number, flag: boolean, data: object, listed: [...json]"],
    ["optional", "needed*: (integer)?, text: (text)?, whole: (integer)?, data: (object)?"],
    ["unions", "id*: integer | text, many: (integer | [...integer] | object)?, nested: integer | text | [...integer | text]"],
    ["formats", "day*: date, moment*: date-time, clock*: time, span*: duration, id*: uuid, secret*: password, text*: json-string"],
    ["enums", 'colour*: "red"/"blue", level*: 1/2, word*: "a"/"b", mixed*: ("a"/1/true)?, only: "x", many: [..."red"/"blue"]'],
    ["bounds", "whole: integer, number: number, text: text, step: integer"],
    ["arrays", "texts*: [...text], some: [...integer], unique: [...integer], matrix: [...[...integer]]"],
    ["tuples", "pair*: [integer, text], many: [...integer]"],
    [
      "objects",
      "person*: {name*: text, home*: {street*: text, city: text, zip: (text)?}, others: [...object]}, strict: ({x*: integer})?, mapping: object",
    ],
    [
      "discriminated",
      'pet*: {kind: "cat", lives: integer} | {kind*: "dog", name*: text, tricks: [...text]}, pets: [...{kind: "cat", lives: integer} | {kind*: "dog", name*: text, tricks: [...]}]',
    ],
    ["circular", "tree*: {value*: integer, children: [...object]}"],
    ["blocks", "secret*: block:secret, store: (block:store)?, stores: [...block:store]"],
    [
      "pydantic_v1",
      'old*: {size: (integer)?, tags: [...text], pair: [integer, text]}, outer: {inner*: {size: (integer)?, tags: [...], pair: [integer, text]}, mode: "red"/"blue"}',
    ],
    ["nothing", ""],
    ["block_store", "url*: text, token: password"],
    [
      "person_model",
      "name*: text, home*: {street*: text, city: text, zip: (text)?}, others: [...{street*: text, city: text, zip: (text)?}]",
    ],
  ])("%s", (name, expected) => {
    expect(sketchAll(readSchema(fixture(name)))).toBe(expected);
  });

  test("say of fields what they are called, mean and fall back to", () => {
    const [first, second] = readSchema(fixture("described")).properties();
    expect(first?.node).toMatchObject({ title: "first", description: "What comes *first*.", fallback: undefined });
    expect(second?.node).toMatchObject({ title: "second", fallback: { value: 2 } });
    const [old] = readSchema(fixture("pydantic_v1")).properties();
    expect(old?.node.title).toBe("old");
  });

  test("name every field of the job template of a worker", () => {
    expect(sketchAll(readSchema(fixture("job_variables")))).toContain("stream_output: boolean");
  });

  test("can all be named", () => {
    for (const name of fixtureNames) {
      for (const { node } of readSchema(fixture(name)).properties()) expect(typeName(node)).not.toBe("");
    }
  });
});

describe("schemas by hand", () => {
  test.each<[string, JsonObject, string]>([
    ["a list of types is a union", schema({ type: ["string", "integer", "null"] }), "x*: (text | integer)?"],
    ["oneOf is as anyOf", schema({ oneOf: [{ type: "string" }, { type: "boolean" }] }), "x*: text | boolean"],
    ["no type is any JSON", schema({}), "x*: json"],
    ["only null", schema({ anyOf: [{ type: "null" }] }), "x*: null"],
    ["$defs are found", schema({ $ref: "#/$defs/A~1b" }, { $defs: { "A/b": { type: "integer" } } }), "x*: integer"],
    [
      "what stands beside a reference wins",
      schema({ $ref: "#/$defs/A", format: "date" }, { $defs: { A: { type: "string" } } }),
      "x*: date",
    ],
    [
      "allOf is merged",
      schema({
        allOf: [
          { type: "object", properties: { a: { type: "string" } } },
          { properties: { b: { type: "string" } }, required: ["b"] },
        ],
      }),
      "x*: {a: (text)?, b*: text}",
    ],
    ["a reference that leads nowhere takes anything", schema({ $ref: "#/$defs/Gone" }), "x*: json"],
    ["a reference that leads to itself takes anything", schema({ $ref: "#/$defs/A" }, { $defs: { A: { $ref: "#/$defs/A" } } }), "x*: json"],
    [
      "a union that contains itself ends",
      schema(
        { $ref: "#/$defs/A" },
        { $defs: { A: { anyOf: [{ type: "string" }, { $ref: "#/$defs/A" }, { type: "array", items: { $ref: "#/$defs/A" } }] } } },
      ),
      "x*: text | [...text | [...text | [...]]]",
    ],
    [
      "a tuple with more after it",
      schema({ type: "array", prefixItems: [{ type: "string" }], items: { type: "integer" } }),
      "x*: [text, ...integer]",
    ],
    ["a full tuple", schema({ type: "array", prefixItems: [{ type: "string" }], items: false }), "x*: [text]"],
  ])("%s", (_, given, expected) => {
    expect(sketchAll(readSchema(given))).toBe(expected);
  });

  test("properties come in the order of their positions", () => {
    const given = { properties: { c: { position: 2 }, b: { position: 1 }, a: {} } };
    expect(
      readSchema(given)
        .properties()
        .map(({ name }) => name),
    ).toEqual(["b", "c", "a"]);
  });

  test("variants of one name are told apart", () => {
    const [property] = readSchema(
      schema({
        anyOf: [
          { type: "object", title: "A" },
          { type: "object", title: "A" },
          { type: "string", format: "date" },
        ],
      }),
    ).properties();
    expect(property?.node.type === "variants" && variantNames(property.node.variants)).toEqual(["A 1", "A 2", "Date"]);
  });
});
