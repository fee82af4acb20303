import type { Json, JsonObject } from "@millrace/contract";
import { describe, expect, test } from "vitest";
import { findSchemaMistake } from "./find-schema-mistake.ts";
import { listValueProblems } from "./list-problems.ts";
import { findSchemaProblem } from "./validate.ts";

interface Case {
  readonly schema: JsonObject;
  readonly values: JsonObject;
  readonly says: string | null;
  readonly ignoreRequired: boolean;
}

/** What the reference server says of each pair; "circular" stands for a schema that never ends. */
const cases: readonly Case[] = [
  {
    schema: { type: "object", properties: { a: { type: "integer" } } },
    values: { a: "text" },
    says: "Validation failed for field 'a'. Failure reason: 'text' is not valid under any of the given schemas",
    ignoreRequired: false,
  },
  {
    schema: { type: "object", properties: { a: { type: "integer" } }, required: ["a"] },
    values: {},
    says: "Validation failed. Failure reason: 'a' is a required property",
    ignoreRequired: false,
  },
  { schema: { type: "object", properties: { a: { type: "integer" } }, required: ["a"] }, values: {}, says: null, ignoreRequired: true },
  { schema: { type: "object", properties: { a: { type: "integer" } } }, values: { a: null }, says: null, ignoreRequired: false },
  {
    schema: { type: "object", properties: { a: { type: "integer" } }, required: ["a"] },
    values: { a: null },
    says: "Validation failed for field 'a'. Failure reason: None is not of type 'integer'",
    ignoreRequired: false,
  },
  {
    schema: { type: "object", properties: { a: { type: "integer", default: 1 } } },
    values: { a: null },
    says: "Validation failed for field 'a'. Failure reason: None is not of type 'integer'",
    ignoreRequired: false,
  },
  {
    schema: { type: "object", properties: { a: { type: "object", properties: { b: { type: "string" } }, required: ["b", "c"] } } },
    values: { a: { b: "x" } },
    says: "Validation failed for field 'a'. Failure reason: 'c' is a required property",
    ignoreRequired: false,
  },
  {
    schema: { type: "object", properties: { a: { type: "object", properties: { b: { type: "string" } }, required: ["b", "c"] } } },
    values: { a: { b: "x" } },
    says: null,
    ignoreRequired: true,
  },
  {
    schema: { type: "object", properties: { a: { type: "array", items: { type: "number", maximum: 3 } } } },
    values: { a: [1, 5, true] },
    says: "Validation failed for field 'a[2]'. Failure reason: True is not of type 'number'",
    ignoreRequired: false,
  },
  {
    schema: { type: "object", properties: { a: { anyOf: [{ type: "integer" }, { type: "null" }] } } },
    values: { a: "it's" },
    says: "Validation failed for field 'a'. Failure reason: \"it's\" is not valid under any of the given schemas",
    ignoreRequired: false,
  },
  {
    schema: { type: "object", properties: { a: { anyOf: [{ type: "integer", minimum: 5 }, { type: "null" }] } } },
    values: { a: 3 },
    says: "Validation failed for field 'a'. Failure reason: 3 is less than the minimum of 5",
    ignoreRequired: false,
  },
  {
    schema: { type: "object", properties: { a: { enum: ["x", "y", null, true] } } },
    values: { a: "z" },
    says: "Validation failed for field 'a'. Failure reason: 'z' is not one of ['x', 'y', None, True]",
    ignoreRequired: false,
  },
  {
    schema: { type: "object", properties: { a: { const: { k: [1, 2.5] } } } },
    values: { a: 1 },
    says: "Validation failed for field 'a'. Failure reason: {'k': [1, 2.5]} was expected",
    ignoreRequired: false,
  },
  {
    schema: { type: "object", properties: { a: { type: "string", minLength: 1, pattern: "^b" } } },
    values: { a: "" },
    says: "Validation failed for field 'a'. Failure reason: '' should be non-empty",
    ignoreRequired: false,
  },
  {
    schema: { type: "object", properties: { a: { type: "string", maxLength: 2 } } },
    values: { a: "abc" },
    says: "Validation failed for field 'a'. Failure reason: 'abc' is too long",
    ignoreRequired: false,
  },
  {
    schema: { type: "object", properties: {}, additionalProperties: false },
    values: { b: 1, a: 2 },
    says: "Validation failed. Failure reason: Additional properties are not allowed ('a', 'b' were unexpected)",
    ignoreRequired: false,
  },
  {
    schema: { type: "object", properties: { a: { type: "array", items: [{ type: "integer" }, { type: "string" }] } } },
    values: { a: [1, 2] },
    says: "Validation failed for field 'a[1]'. Failure reason: 2 is not of type 'string'",
    ignoreRequired: false,
  },
  {
    schema: { type: "object", properties: { a: { type: "array", minItems: 2, uniqueItems: true } } },
    values: { a: [1] },
    says: "Validation failed for field 'a'. Failure reason: [1] is too short",
    ignoreRequired: false,
  },
  {
    schema: { type: "object", properties: { a: { type: "array", uniqueItems: true } } },
    values: { a: [1, { b: 1 }, { b: 1 }] },
    says: "Validation failed for field 'a'. Failure reason: [1, {'b': 1}, {'b': 1}] has non-unique elements",
    ignoreRequired: false,
  },
  {
    schema: {
      type: "object",
      properties: { a: { $ref: "#/definitions/M" } },
      definitions: { M: { title: "M", type: "object", properties: { x: { type: "integer" } }, required: ["x"] } },
    },
    values: { a: { x: "n" } },
    says: "Validation failed for field 'a.x'. Failure reason: 'n' is not of type 'integer'",
    ignoreRequired: false,
  },
  {
    schema: {
      type: "object",
      properties: { a: { $ref: "#/definitions/M" } },
      definitions: { M: { title: "M", type: "object", block_type_slug: "s", properties: { x: { type: "integer" } }, required: ["x"] } },
    },
    values: { a: { $ref: "6f1b9f50-3c1e-4c9a-8f2e-111111111111" } },
    says: null,
    ignoreRequired: false,
  },
  {
    // As the protocol has it: fields that require nothing are there in a reference too.
    schema: {
      type: "object",
      properties: { a: { $ref: "#/definitions/M" } },
      definitions: { M: { title: "M", type: "object", block_type_slug: "s" } },
    },
    values: { a: { $ref: { block_document_id: "6f1b9f50-3c1e-4c9a-8f2e-111111111111" } } },
    says:
      "Validation failed for field 'a'. Failure reason: {'$ref': {'block_document_id': '6f1b9f50-3c1e-4c9a-8f2e-111111111111'}} is valid under each of " +
      "{'type': 'object', 'properties': {'$ref': {'oneOf': [{'type': 'string', 'format': 'uuid'}, {'type': 'object', 'additionalProperties': " +
      "{'type': 'string'}, 'minProperties': 1}]}}, 'required': ['$ref']}, {'title': 'M', 'type': 'object', 'block_type_slug': 's'}",
    ignoreRequired: false,
  },
  {
    schema: {
      type: "object",
      properties: { a: { $ref: "#/definitions/M" } },
      definitions: { M: { title: "M", type: "object", block_type_slug: "s", properties: { x: { type: "integer" } }, required: ["x"] } },
    },
    values: { a: { y: 1 } },
    says: "Validation failed for field 'a'. Failure reason: {'y': 1} is not valid under any of the given schemas",
    ignoreRequired: false,
  },
  { schema: { $ref: "#" }, values: { a: 1 }, says: "circular", ignoreRequired: false },
  {
    schema: { type: "object", properties: { a: { oneOf: [{ type: "integer" }, { minimum: 2 }] } } },
    values: { a: 3 },
    says: "Validation failed for field 'a'. Failure reason: 3 is valid under each of {'minimum': 2}, {'type': 'integer'}",
    ignoreRequired: false,
  },
  {
    schema: { type: "object", properties: { a: { not: { type: "integer" } } } },
    values: { a: 3 },
    says: "Validation failed for field 'a'. Failure reason: 3 should not be valid under {'type': 'integer'}",
    ignoreRequired: false,
  },
  {
    schema: { type: "object", properties: { "a-b": { type: "integer" } } },
    values: { "a-b": "x" },
    says: "Validation failed for field \"$['a-b']\". Failure reason: 'x' is not valid under any of the given schemas",
    ignoreRequired: false,
  },
  {
    schema: {
      type: "object",
      properties: {
        a: { type: "object", minProperties: 1, patternProperties: { "^x": { type: "integer" } }, additionalProperties: false },
      },
    },
    values: { a: { y: 1, x1: "n" } },
    says: "Validation failed for field 'a'. Failure reason: 'y' does not match any of the regexes: '^x'",
    ignoreRequired: false,
  },
  {
    schema: { type: "object", properties: { a: { type: "number", multipleOf: 0.5, exclusiveMinimum: 1 } } },
    values: { a: 1 },
    says: "Validation failed for field 'a'. Failure reason: 1 is less than or equal to the minimum of 1",
    ignoreRequired: false,
  },
  {
    schema: { type: "object", properties: { a: { type: ["integer", "string"] } } },
    values: { a: [] },
    says: "Validation failed for field 'a'. Failure reason: [] is not valid under any of the given schemas",
    ignoreRequired: false,
  },
  {
    schema: { type: "object", properties: { a: { if: { type: "string" }, else: { minimum: 3 } } } },
    values: { a: 1 },
    says: "Validation failed for field 'a'. Failure reason: 1 is less than the minimum of 3",
    ignoreRequired: false,
  },
  {
    schema: { type: "object", properties: { a: { contains: { type: "integer" } } } },
    values: { a: ["x"] },
    says: "Validation failed for field 'a'. Failure reason: ['x'] does not contain items matching the given schema",
    ignoreRequired: false,
  },
  {
    schema: { type: "object", properties: { a: { type: "object" } }, dependentRequired: { a: ["b"] } },
    values: { a: {} },
    says: "Validation failed. Failure reason: 'b' is a dependency of 'a'",
    ignoreRequired: false,
  },
  {
    schema: { type: "object", properties: { a: { allOf: [{ type: "integer" }] }, b: { type: "integer" } } },
    values: { b: "x", a: "y" },
    says: "Validation failed for field 'b'. Failure reason: 'x' is not valid under any of the given schemas",
    ignoreRequired: false,
  },
];

describe("validation speaks the protocol's words", () => {
  test.each(cases)("$values against $schema, required ignored: $ignoreRequired", ({ schema, values, says, ignoreRequired }) => {
    const problem = findSchemaProblem(values, schema, { ignoreRequired });
    expect(problem?.kind === "circular" ? "circular" : (problem?.message ?? null)).toBe(says);
  });
});

test("a pattern this runtime cannot read refuses nothing", () => {
  expect(findSchemaProblem({ a: "x" }, { properties: { a: { type: "string", pattern: "(?P<n>y)" } } })).toBeUndefined();
});

test("alternatives that call each other do not keep it busy for ever", () => {
  const list = { type: "array", items: { $ref: "#/definitions/a" } };
  const schema = { properties: { x: { $ref: "#/definitions/a" } }, definitions: { a: { anyOf: [list, list] } } };
  const nested = (depth: number): Json => (depth === 0 ? 1 : [nested(depth - 1)]);
  expect(findSchemaProblem({ x: nested(3) }, schema)?.message).toContain("is not valid under any of the given schemas");
  expect(() => findSchemaProblem({ x: nested(40) }, schema)).toThrow("takes more than 1000000 steps");
});

test("keys that objects inherit are keys like any other", () => {
  const schema = { type: "object", properties: {}, required: ["constructor"], additionalProperties: false };
  expect(findSchemaProblem({}, schema)?.message).toBe("Validation failed. Failure reason: 'constructor' is a required property");
});

/** Each format with texts that have it, then texts that do not. */
const formatted: readonly (readonly [format: string, fitting: readonly string[], others: readonly string[]])[] = [
  [
    "date-time",
    ["2020-01-01T00:00:00Z", "2020-02-29t23:59:59.5+01:00"],
    ["2020-01-01", "2021-02-29T00:00:00Z", "2020-01-01 00:00:00Z", ""],
  ],
  ["date", ["2020-01-01", "0099-12-31"], ["2020-02-30", "20200101", "2020-01-01T00:00:00Z"]],
  ["time", ["10:00:00Z", "10:00:00.25-03:30"], ["10:00:00", "25:00:00Z"]],
  ["email", ["a@b"], ["a"]],
  ["uuid", ["12345678-1234-1234-1234-123456789012"], ["12345678123412341234123456789012"]],
  ["ipv4", ["1.2.3.4"], ["1.2.3", "::1"]],
  ["ipv6", ["::1"], ["1.2.3.4"]],
  ["regex", ["^a+$"], ["nope [("]],
  ["json-pointer", ["", "/a/~1b"], ["a", "/~2"]],
  ["uri", ["no uri at all"], []],
];

test.each(formatted)("a text of the format %s", (format, fitting, others) => {
  const schema = { type: "object", properties: { a: { type: "string", format } } };
  for (const a of fitting) expect(listValueProblems({ a }, schema)).toEqual({ errors: [], valid: true });
  for (const a of others) {
    const errors = [{ property: "a", errors: [`'${a}' is not a '${format}'`] }];
    expect(listValueProblems({ a }, schema)).toEqual({ errors, valid: false });
    // Parameters are not held to formats, as the protocol has it.
    expect(findSchemaProblem({ a }, schema)).toBeUndefined();
  }
});

test.each<[JsonObject, string | undefined]>([
  [{ type: "object", properties: { a: { type: ["integer", "null"], minimum: 0 }, b: { items: { $ref: "#/definitions/B" } } } }, undefined],
  [{ definitions: { B: true }, required: ["a"], additionalProperties: false, "x-of-ours": [1], position: 3 }, undefined],
  [{ properties: { a: { pattern: "(?P<year>[0-9]+)" } }, patternProperties: { "\\A[a-z]++\\Z": {} } }, undefined],
  [{ properties: { a: { pattern: "(" } } }, "'(' is not a 'regex'"],
  [{ patternProperties: { "[": {} } }, "'[' is not a 'regex'"],
  [{ type: "nonsense" }, "'nonsense' is not valid under any of the given schemas"],
  [{ properties: { a: { items: [{ type: "integer" }] } } }, "[{'type': 'integer'}] is not of type 'object', 'boolean'"],
  [{ properties: [] }, "[] is not of type 'object'"],
  [{ required: "a" }, "'a' is not of type 'array'"],
  [{ properties: { a: { minLength: -1 } } }, "-1 is less than the minimum of 0"],
  [{ anyOf: [] }, "[] should be non-empty"],
])("%j is a schema, or is told why not", (schema, mistake) => expect(findSchemaMistake(schema)).toBe(mistake));

/** What a text is checked against by a pattern, as a value and as a name. */
const checkWith = (pattern: string, text: string) => [
  findSchemaProblem({ a: text }, { properties: { a: { type: "string", pattern } } })?.message,
  findSchemaProblem({ a: { [text]: 1 } }, { properties: { a: { patternProperties: { [pattern]: false } } } })?.message,
];

test.each([
  { pattern: "^(a+)+$", text: `${"a".repeat(60)}!` },
  { pattern: "^(?=(a|aa){60}$)", text: `${"a".repeat(100)}!` },
  { pattern: "^a*a*a*a*a*a*$", text: `${"a".repeat(5000)}!` },
  { pattern: "a+$", text: `${"a".repeat(100_000)}!` },
])("a pattern that other programs take for ever for, $pattern, is matched", ({ pattern, text }) => {
  const [asValue, asName] = checkWith(pattern, text);
  expect(asValue).toContain(`does not match '${pattern}'`);
  expect(asName).toBeUndefined();
  expect(checkWith(pattern, "a".repeat(60))[0]).toBeUndefined();
});

test("what would still take for ever is refused, in one check of many values as well", () => {
  expect(() => checkWith("(a*)*\\1b", "a".repeat(40))).toThrow("takes more than 3000000 steps");
  const schema = { items: { type: "string", pattern: "^(a|b)*c" } };
  const values = Array.from({ length: 500 }, (_, index) => `${"a".repeat(10_000)}${index}`);
  expect(findSchemaProblem(values.slice(0, 1), schema)?.message).toContain("does not match");
  expect(() => findSchemaProblem(values, schema)).toThrow("takes more than 3000000 steps");
});

test.each(["^.{1,20000}$", "^[a-z]+$", "^a.*a$"])("a long text is matched with %s", (pattern) => {
  expect(checkWith(pattern, "a".repeat(10_000))[0]).toBeUndefined();
  expect(checkWith(pattern, `${"a".repeat(10_000)}\n`)[0]).toContain("does not match");
});

test("many short texts are checked, however their pattern is written", () => {
  const schema = { items: { type: "string", pattern: "^([a-z]+\\.)*[a-z]+@([a-z]+\\.)+[a-z]{2,}$" } };
  const values = Array.from({ length: 10_000 }, () => "some.body@mail.example.org");
  expect(findSchemaProblem(values, schema)).toBeUndefined();
});

test("a pattern that could take long says what it says of texts that it is done with soon", () => {
  const schema = { properties: { a: { type: "string", pattern: "^([a-z]+\\.)*[a-z]+@([a-z]+\\.)+[a-z]{2,}$" } } };
  expect(findSchemaProblem({ a: "some.body@mail.example.org" }, schema)).toBe(undefined);
  expect(findSchemaProblem({ a: "some.body" }, schema)?.message).toContain("'some.body' does not match");
});

test("a reference to a block by something that is no id is told of where formats count", () => {
  const M = { title: "M", type: "object", block_type_slug: "s", properties: { x: { type: "integer" } }, required: ["x"] };
  const schema = { type: "object", properties: { a: { $ref: "#/definitions/M" } }, definitions: { M } };
  expect(listValueProblems({ a: { $ref: "6f1b" } }, schema)).toMatchObject({ valid: false });
  expect(listValueProblems({ a: { $ref: "6f1b9f50-3c1e-4c9a-8f2e-111111111111" } }, schema)).toMatchObject({ valid: true });
});
