import { expect, test } from "vitest";
import { choice, flag, integer, parseSearch, printSearch, searchParams, text, texts } from "./search-params.ts";

const read = searchParams({ q: text, tags: texts, page: integer, tab: choice("logs", "graph"), all: flag }, { "work-pools": "tags" });
const readUrl = (url: string) => read(parseSearch(url));

test.each([
  ["?q=state:failed&page=2&tab=logs&all=true", { q: "state:failed", page: 2, tab: "logs", all: true }],
  ["?tags=a,b", { tags: ["a", "b"] }],
  ["?tags=a&tags=b", { tags: ["a", "b"] }],
  ["?tags=%5B%22a%22,%22b%22%5D", { tags: ["a", "b"] }],
  ["?tags=%5Bprod", { tags: ["[prod"] }],
  ["?work-pools=k8s", { tags: ["k8s"] }],
  ["?page=-1&tab=nonsense&all=maybe&unknown=1", {}],
  ["?q=true", { q: "true" }],
])("%s", (url, expected) => {
  expect(readUrl(url)).toEqual(expected);
});

test("what is printed can be read again, and stays readable", () => {
  const search = { q: 'state:failed name:"a b" tag:x,y', tags: ["etl", "prod"], page: 3, tab: undefined };
  const printed = printSearch(search);
  expect(printed).toBe("?q=state:failed+name:%22a+b%22+tag:x,y&tags=etl,prod&page=3");
  expect(readUrl(printed)).toEqual({ q: search.q, tags: ["etl", "prod"], page: 3 });
  expect(printSearch({})).toBe("");
});
