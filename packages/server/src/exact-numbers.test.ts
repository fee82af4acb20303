import { describe, expect, test } from "vitest";
import { exactText, hasKeys, hasTellingNumbers, parseJson, withPlainNumbers } from "./exact-numbers.ts";

describe("a number", () => {
  test.each(["1.0", "-0.0", "100.00", "12345678901234567890", "-9007199254740993", "123456789012345678.5", "1".repeat(400)])(
    "%s is printed as it was written",
    (text) => {
      expect(JSON.stringify(parseJson(text))).toBe(text);
      expect(JSON.stringify(parseJson(`{"a": [ ${text} ], "b":${text}}`))).toBe(`{"a":[${text}],"b":${text}}`);
    },
  );

  test.each([
    ["1e3", "1000.0"],
    ["-1.5E+2", "-150.0"],
    ["1e22", "10000000000000000000000.0"],
  ])("%s, written out, is still a float: %s", (text, printed) => expect(JSON.stringify(parseJson(text))).toBe(printed));

  test.each([
    ["1", 1],
    ["1.5", 1.5],
    ["9007199254740991", Number.MAX_SAFE_INTEGER],
    ["0.1234567890123456789", 0.12345678901234568],
    ["1e-7", 1e-7],
    ["1e400", null],
  ])("%s is a plain one", (text, value) => expect(parseJson(text)).toBe(value));
});

test("texts that only look like numbers stay as they are", () => {
  const value = {
    id: "7f3e1e31-1e3f-4e10-8000-1e3e5e7e9e11",
    at: "2026-01-01T00:00:00.266000Z",
    said: "1.0",
    list: "[1.0, 12345678901234567]",
  };
  expect(parseJson(JSON.stringify(value))).toEqual(value);
  expect(hasTellingNumbers(JSON.stringify({ ...value, list: "" }))).toBe(false);
});

test("a kept number is no object with keys, and can be reckoned with", () => {
  const value = parseJson('{"a": 1.0, "b": [1, {"c": 12345678901234567890}], "d": "x"}');
  expect(hasKeys(value) && hasKeys(value.a)).toBe(false);
  expect(hasKeys(value) && value.a !== undefined && exactText(value.a)).toBe("1.0");
  expect(withPlainNumbers(value)).toEqual({ a: 1, b: [1, { c: Number("12345678901234567890") }], d: "x" });
  const plain = { a: [1, { b: "1.0" }] };
  expect(withPlainNumbers(plain)).toBe(plain);
});
