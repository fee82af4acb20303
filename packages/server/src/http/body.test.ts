import { describe, expect, test } from "vitest";
import { InvalidRequest } from "../wire/problems.ts";
import { parseBody } from "./body.ts";

const parse = (text: string, type?: string) => parseBody(Buffer.from(text), type);

const refusal = (bytes: Buffer): InvalidRequest => {
  try {
    parseBody(bytes, "application/json");
  } catch (error) {
    if (error instanceof InvalidRequest) return error;
    throw error;
  }
  throw new Error("The body was taken.");
};

describe("a request's body", () => {
  test("is JSON when it says so or says nothing", () => {
    expect(parse('{"a":[1]}')).toEqual({ json: { a: [1] } });
    expect(parse("null", "application/json; charset=utf-8")).toEqual({ json: null });
    expect(parse("1", "application/merge-patch+json")).toEqual({ json: 1 });
  });

  test("is a text when it says to be anything else, which no route takes", () => {
    expect(parse('{"a":1}', "text/plain")).toEqual({ json: '{"a":1}' });
    expect(parse("a=1", "application/x-www-form-urlencoded")).toEqual({ json: "a=1" });
  });

  test("may be missing", () => expect(parse("")).toBeUndefined());

  test("may hold the numbers that Python prints and JSON lacks", () => {
    expect(parse('{"a": NaN, "b": [-Infinity, "NaN"]}')).toEqual({ json: { a: null, b: [null, "NaN"] } });
  });

  test("keeps a key named __proto__ as a key", () => {
    const { json } = parse('{"__proto__": {"x": 1}}') as { json: object };
    expect(Object.keys(json)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(json)).toBe(Object.prototype);
  });

  test("is refused with the place where it stops being JSON", () => {
    expect(refusal(Buffer.from('{"a": 1, }'))).toMatchObject({
      problems: [{ type: "json_invalid", loc: ["body", 9], msg: "JSON decode error", input: {} }],
      body: '{"a": 1, }',
    });
    expect(refusal(Buffer.from("[NaN,")).problems).toMatchObject([{ type: "json_invalid" }]);
    expect(() => parseBody(Buffer.from([0x22, 0xff, 0x22]), "application/json")).toThrow("There was an error parsing the body");
  });

  test("is refused when it is nested deeper than it could be printed again", () => {
    const deep = (depth: number): Buffer => Buffer.from("[".repeat(depth) + "]".repeat(depth));
    expect(parseBody(deep(500), undefined)).toEqual({ json: JSON.parse(deep(500).toString()) as unknown });
    expect(refusal(deep(501)).problems).toMatchObject([
      { loc: ["body", 500], ctx: { error: "Lists and objects are nested more than 500 deep" } },
    ]);
    expect(refusal(deep(1_000_000)).problems).toHaveLength(1);
  });
});
