import type { JsonObject } from "@millrace/contract";
import { describe, expect, test } from "vitest";
import { createCheck } from "./check-values.ts";
import { fixture } from "./fixtures/read-fixtures.ts";
import { placeholder } from "./kinds.ts";
import { readSchema } from "./read-schema.ts";

const check = (schema: JsonObject, values: JsonObject) => Object.fromEntries(createCheck(readSchema(schema))(values));
const checkFixture = (name: string, values: JsonObject) => check(fixture(name), values);

const required = ["A value is required."];

describe("what fits says nothing", () => {
  test.each<[string, JsonObject]>([
    ["plain", { text: "", whole: 1, number: 0.5, flag: false, data: { any: [] }, listed: [1, "a"], anything: null }],
    ["defaults", {}],
    ["optional", { needed: null, text: null, whole: null, data: null }],
    ["unions", { id: "a", many: { a: 1 }, nested: ["a", 1] }],
    [
      "formats",
      {
        day: "2026-01-31",
        moment: "2026-01-31T09:30:00",
        clock: "09:30:00Z",
        span: "PT1H",
        id: "7b0e2d9e-7d3a-4a83-8e56-0c7a2c8f9a11",
        secret: "s",
        text: "{}",
      },
    ],
    ["enums", { colour: "red", level: 2, word: "b", mixed: true, many: ["red", "red"] }],
    ["bounds", { whole: 10, number: 0.9, text: "abc", step: 15 }],
    ["arrays", { texts: [], some: [1, 2, 3], unique: [1, 2], matrix: [[1], []] }],
    ["tuples", { pair: [1, "a"], many: [] }],
    ["objects", { person: { name: "A", home: { street: "S", zip: null }, extra: { kept: true } }, mapping: { a: 1 } }],
    ["discriminated", { pet: { kind: "dog", name: "Rex" }, pets: [{ kind: "cat" }] }],
    ["circular", { tree: { value: 1, children: [{ value: 2, children: [{ value: 3 }] }] } }],
    [
      "blocks",
      {
        secret: { $ref: "7b0e2d9e-7d3a-4a83-8e56-0c7a2c8f9a11" },
        store: { $ref: { block_document_id: "7b0e2d9e-7d3a-4a83-8e56-0c7a2c8f9a11" } },
      },
    ],
    ["pydantic_v1", { old: { size: null, pair: [1, "a"] } }],
    ["nothing", {}],
  ])("%s", (name, values) => expect(checkFixture(name, values)).toEqual({}));
});

describe("what does not fit is told where it stands", () => {
  test.each<[string, string, JsonObject, Record<string, string[]>]>([
    [
      "required",
      "plain",
      {},
      Object.fromEntries(["text", "whole", "number", "flag", "data", "listed", "anything"].map((name) => [`/${name}`, required])),
    ],
    [
      "types",
      "plain",
      { text: 1, whole: 1.5, number: "x", flag: "yes", data: [], listed: {}, anything: 1 },
      {
        "/text": ["Enter text."],
        "/whole": ["Enter a whole number."],
        "/number": ["Enter a number."],
        "/flag": ["Choose true or false."],
        "/data": ["An object is needed here."],
        "/listed": ["A list is needed here."],
      },
    ],
    [
      "null where it may not be",
      "defaults",
      { text: null, whole: null },
      { "/text": ["Enter text."], "/whole": ["Enter a whole number."] },
    ],
    [
      "bounds",
      "bounds",
      { whole: 11, number: 0, text: "A", step: 7 },
      {
        "/whole": ["Must be at most 10."],
        "/number": ["Must be more than 0."],
        "/text": ["Needs at least 2 characters.", "Must match the pattern ^[a-z]+$."],
        "/step": ["Must be a multiple of 5."],
      },
    ],
    [
      "choices",
      "enums",
      { colour: "green", level: 3, word: "a", mixed: "b", many: ["blue", "green"] },
      {
        "/colour": ["Choose one of: red, blue."],
        "/level": ["Choose one of: 1, 2."],
        "/mixed": ["Choose one of: a, 1, true."],
        "/many/1": ["Choose one of: red, blue."],
      },
    ],
    [
      "sizes of lists",
      "arrays",
      { texts: ["a"], some: [], unique: [1, 1], matrix: [["x"]] },
      {
        "/some": ["Needs at least 1 item; there are 0."],
        "/unique": ["The same item is in here twice."],
        "/matrix/0/0": ["Enter a whole number."],
      },
    ],
    ["tuples", "tuples", { pair: ["a"] }, { "/pair/0": ["Enter a whole number."], "/pair": ["Needs at least 2 items; there is 1."] }],
    [
      "depth",
      "objects",
      { person: { name: "A", home: {}, others: [{ street: 1 }] }, strict: { x: 1, y: 2 }, mapping: { a: "b" } },
      {
        "/person/home/street": required,
        "/person/others/0/street": ["Enter text."],
        "/strict/y": ["There is no field of this name."],
        "/mapping/a": ["Enter a whole number."],
      },
    ],
    [
      "the variant that was meant",
      "discriminated",
      { pet: { kind: "dog" }, pets: [{ kind: "cat", lives: "nine" }] },
      {
        "/pet/name": required,
        "/pets/0/lives": ["Enter a whole number."],
      },
    ],
    ["no variant at all", "unions", { id: true }, { "/id": ["This fits none of the possible types."] }],
    [
      "depth without end",
      "circular",
      { tree: { value: 1, children: [{ children: [{ value: "x" }] }] } },
      {
        "/tree/children/0/value": required,
        "/tree/children/0/children/0/value": ["Enter a whole number."],
      },
    ],
    [
      "formats",
      "formats",
      { day: "soon", moment: "then", clock: "1", span: "1", id: "x", secret: "s", text: "t" },
      {
        "/day": ["Enter a date, such as 2026-01-31."],
        "/moment": ["Enter a date and time, such as 2026-01-31T09:30:00Z."],
        "/clock": ["Enter a time with its distance from UTC, such as 09:30:00Z or 09:30:00+01:00."],
        "/id": ["This is no valid UUID."],
      },
    ],
    ["blocks", "blocks", { secret: "x" }, { "/secret": ["Choose a block."] }],
  ])("%s", (...[, name, values, expected]) => expect(checkFixture(name, values)).toEqual(expected));
});

describe("placeholders", () => {
  const values = { text: "a", whole: 1, number: 1, flag: true, data: {}, listed: [], anything: 1 };

  test("templates and variables may stand for anything", () => {
    const filled = { ...values, whole: placeholder("jinja", "{{ x }}"), data: { a: [placeholder("workspace_variable", "v")] } };
    expect(checkFixture("plain", filled)).toEqual({});
  });

  test("JSON is read and checked", () => {
    expect(checkFixture("plain", { ...values, whole: placeholder("json", '"a"'), data: placeholder("json", "{") })).toEqual({
      "/whole": ["Enter a whole number."],
      "/data": ["This is not valid JSON."],
    });
  });

  test("without a text they leave the key out", () => {
    expect(checkFixture("plain", { ...values, whole: placeholder("json", ""), text: placeholder("workspace_variable", "") })).toEqual({
      "/whole": required,
      "/text": required,
    });
  });
});

describe("what only the server can judge", () => {
  test.each<[string, JsonObject, JsonObject]>([
    ["a pattern of another language", { type: "string", pattern: "(?P<year>\\d+)" }, { x: "a" }],
    ["a reference that leads nowhere", { not: { $ref: "#/$defs/Gone" } }, { x: "a" }],
  ])("%s is let through", (_, property, values) => expect(check({ properties: { x: property } }, values)).toEqual({}));

  test("what a value must not be is checked with what it refers to", () => {
    const schema = {
      $defs: { A: { required: ["a"] } },
      properties: { x: { type: "object", properties: { a: {} }, not: { $ref: "#/$defs/A" } } },
    };
    expect(check(schema, { x: { a: 1 } })).toEqual({ "/x": ["This does not fit the schema."] });
    expect(check(schema, { x: {} })).toEqual({});
  });
});
