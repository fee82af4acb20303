import { describe, expect, test } from "vitest";
import { findDepth, replaceNaN } from "./json-text.ts";

const nest = (depth: number, inner = ""): string => `${"[".repeat(depth)}${inner}${"]".repeat(depth)}`;

describe("the depth of a JSON text", () => {
  test.each([
    { text: "", limit: 2, at: undefined },
    { text: "[[]]", limit: 2, at: undefined },
    { text: "[[[]]]", limit: 2, at: 2 },
    { text: '{"a":{"b":[]}}', limit: 2, at: 10 },
    { text: "[[],[],[[]]]", limit: 2, at: 8 },
    { text: String.raw`["[[[[", "\"[[[", "\\", "]]"]`, limit: 1, at: undefined },
    { text: String.raw`["\\", [[]]]`, limit: 2, at: 8 },
    { text: '["never ends [[[', limit: 1, at: undefined },
  ])("of $text passes $limit at $at", ({ text, limit, at }) => expect(findDepth(Buffer.from(text), limit)).toBe(at));

  test("is found in a text far deeper than any stack", () => expect(findDepth(Buffer.from(nest(1_000_000)), 500)).toBe(500));
});

describe("numbers JSON does not have", () => {
  test.each([
    ['{"a": NaN}', '{"a": null}'],
    ["[Infinity,-Infinity,NaN,1]", "[null,null,null,1]"],
    [String.raw`["NaN", "\"NaN", NaN, "ö"]`, String.raw`["NaN", "\"NaN", null, "ö"]`],
  ])("of %s become null", (text, expected) => expect(replaceNaN(Buffer.from(text))).toBe(expected));

  test.each(['{"a": "NaN"}', "[-1, 2]", "[Nan]", '["-Infinity'])("are not in %s", (text) =>
    expect(replaceNaN(Buffer.from(text))).toBeUndefined(),
  );

  test("are looked for in time that grows with the text alone", () => {
    const text = `[${String.raw`"\"\"\"`.repeat(200_000)}`;
    expect(replaceNaN(Buffer.from(text))).toBeUndefined();
  });
});
