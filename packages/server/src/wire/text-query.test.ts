import { describe, expect, test } from "vitest";
import { matchesText, parseTextQuery } from "./text-query.ts";

describe.each([
  { query: "", include: [], exclude: [], require: [] },
  { query: "  one two ", include: ["one", "two"], exclude: [], require: [] },
  { query: "+must -not !neither", include: [], exclude: ["not", "neither"], require: ["must"] },
  { query: '"two words" -"not these"', include: ["two words"], exclude: ["not these"], require: [] },
  { query: String.raw`"a \"quoted\" word"`, include: ['a "quoted" word'], exclude: [], require: [] },
  { query: '"left open\\', include: ["left open\\"], exclude: [], require: [] },
  { query: '"left open', include: ["left open"], exclude: [], require: [] },
  { query: "- a + b", include: ["a", "b"], exclude: [], require: [] },
  { query: 'stuck"together"', include: ["stuck", "together"], exclude: [], require: [] },
])("the text query [$query]", ({ query, ...parts }) => {
  test("has these parts", () => expect(parseTextQuery(query)).toEqual(parts));
});

test.each([
  ["error", true],
  ["nothing CONNECTION", true],
  ["+error +refused", true],
  ["+error +accepted", false],
  ["error -refused", false],
  ["-accepted", true],
])("the query [%s] asks for that text: %s", (query, expected) => {
  expect(matchesText(parseTextQuery(query), "error: connection refused")).toBe(expected);
});
