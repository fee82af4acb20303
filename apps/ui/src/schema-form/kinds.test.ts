import type { Json } from "@millrace/contract";
import { describe, expect, test } from "vitest";
import { fixture } from "./fixtures/read-fixtures.ts";
import { convert, hasPlaceholders, kindOf, placeholder, readExactInteger, resolveJson, textOf, unwrap } from "./kinds.ts";
import { readSchema } from "./read-schema.ts";
import type { SchemaNode } from "./schema-node.ts";

const node = (name: string): SchemaNode => {
  const found = readSchema(fixture("plain"))
    .properties()
    .find((property) => property.name === name);
  if (found === undefined) throw new Error(`No property ${name}.`);
  return found.node;
};

const json = (text: string) => placeholder("json", text);
const jinja = (text: string) => placeholder("jinja", text);

describe("kinds of values", () => {
  test.each<[Json | undefined, string]>([
    [undefined, "form"],
    [null, "form"],
    [{ a: 1 }, "form"],
    [json("1"), "json"],
    [jinja("{{ x }}"), "jinja"],
    [placeholder("workspace_variable", "v"), "workspace_variable"],
    [{ __prefect_kind: "none", value: 1 }, "form"],
    [{ __prefect_kind: "future", value: 1 }, "form"],
  ])("%j is %s", (value, expected) => expect(kindOf(value)).toBe(expected));

  test("without a text, JSON and variables leave their key out", () => {
    expect(json("")).toEqual({ __prefect_kind: "json" });
    expect(placeholder("workspace_variable", "")).toEqual({ __prefect_kind: "workspace_variable" });
    expect(jinja("")).toEqual({ __prefect_kind: "jinja", template: "" });
  });

  test("none and unknown kinds stand for what they hold", () => {
    expect(unwrap({ __prefect_kind: "none", value: { __prefect_kind: "future", value: [1] } })).toEqual([1]);
    expect(unwrap(json("1"))).toEqual(json("1"));
  });

  test("placeholders are found at any depth", () => {
    expect(hasPlaceholders({ a: [{ b: jinja("x") }] })).toBe(true);
    expect(hasPlaceholders({ a: [{ b: "x" }] })).toBe(false);
  });

  test("the text of JSON may be held unprinted", () =>
    expect(textOf({ __prefect_kind: "json", value: { a: 1 } }, "json")).toBe('{\n  "a": 1\n}'));
});

describe("entering a value in another way", () => {
  test.each<[string, Json | undefined, Parameters<typeof convert>[1], string, ReturnType<typeof convert>]>([
    ["fields to JSON prints", { a: 1 }, "json", "data", { value: json('{\n  "a": 1\n}') }],
    ["what is left out becomes JSON without text", undefined, "json", "data", { value: json("") }],
    ["JSON to fields reads, with keys no schema knows", json('{"a": 1, "zz": null}'), "form", "data", { value: { a: 1, zz: null } }],
    ["JSON that is none stays", json("{"), "form", "data", "impossible"],
    ["JSON without text to fields leaves out", json(""), "form", "data", { value: undefined }],
    ["text to a template is that text", "hello", "jinja", "text", { value: jinja("hello") }],
    ["a number to a template is printed", 5, "jinja", "whole", { value: jinja("5") }],
    ["a template to text is that text", jinja("5"), "form", "text", { value: "5" }],
    ["a template to a number is read", jinja("5"), "form", "whole", { value: 5 }],
    ["a template that is no number stays as text", jinja("{{ x }}"), "form", "whole", { value: "{{ x }}" }],
    ["JSON to a template carries its text", json("[1"), "jinja", "data", { value: jinja("[1") }],
    ["a template to JSON carries its text", jinja("[1]"), "json", "data", { value: json("[1]") }],
    ["anything to a variable clears", "x", "workspace_variable", "text", { value: placeholder("workspace_variable", "") }],
    ["a variable to fields leaves out", placeholder("workspace_variable", "v"), "form", "text", { value: undefined }],
    ["a variable to JSON has no text", placeholder("workspace_variable", "v"), "json", "text", { value: json("") }],
    ["null to JSON", null, "json", "anything", { value: json("null") }],
    ["JSON of null to fields", json("null"), "form", "anything", { value: null }],
    ["the same kind is the same value", "x", "form", "text", { value: "x" }],
  ])("%s", (...[, value, to, property, expected]) => expect(convert(value, to, node(property))).toEqual(expected));
});

describe("values stored as they are", () => {
  test("have their JSON read, at any depth", () => {
    const values = { a: json("[1, 2]"), b: { c: json('{"d": null}') }, e: [json('"x"')], gone: json(""), broken: json("{") };
    expect(resolveJson(values)).toEqual({ a: [1, 2], b: { c: { d: null } }, e: ["x"], broken: json("{") });
  });
});

test("an integer beyond what JavaScript holds keeps its digits", () => {
  expect(readExactInteger(json("12345678901234567890"))).toBe("12345678901234567890");
  expect(readExactInteger(json("12"))).toBeUndefined();
  expect(readExactInteger(5)).toBeUndefined();
});
