import { describe, expect, test } from "vitest";
import { hideSecrets, keepHiddenSecrets } from "./secrets.ts";

const stars = "********";

describe("secrets are hidden", () => {
  test.each([
    { where: "at a key", data: { a: "x", b: "y" }, paths: ["a"], shown: { a: stars, b: "y" } },
    { where: "deep inside", data: { a: { b: { c: "x", d: 1 } } }, paths: ["a.b.c"], shown: { a: { b: { c: stars, d: 1 } } } },
    { where: "whatever their kind", data: { a: 1, b: ["x"], c: false }, paths: ["a", "b", "c"], shown: { a: stars, b: stars, c: stars } },
    {
      where: "under a star, at every depth",
      data: { a: { b: "x", c: { d: "y" } }, e: 1 },
      paths: ["a.*"],
      shown: { a: { b: stars, c: { d: stars } }, e: 1 },
    },
    { where: "under a star, empty ones too", data: { a: {}, b: null }, paths: ["a.*", "b.*"], shown: { a: stars, b: stars } },
    {
      where: "in an object that is itself the secret",
      data: { a: { user: "u", key: "k" } },
      paths: ["a"],
      shown: { a: { user: stars, key: stars } },
    },
    { where: "but not where there is none", data: { a: null }, paths: ["a", "b", "a.b"], shown: { a: null } },
    {
      where: "and a path named like a part of the language leads nowhere",
      data: { a: 1 },
      paths: ["constructor.name", "__proto__.x"],
      shown: { a: 1 },
    },
  ])("$where", ({ data, paths, shown }) => expect(hideSecrets(data, paths)).toEqual(shown));
});

describe("asterisks sent back", () => {
  test.each([
    {
      what: "stand for the present secret",
      data: { a: stars, b: stars },
      current: { a: "x", b: "y" },
      path: "a",
      kept: { a: "x", b: stars },
    },
    { what: "give way to a new one", data: { a: "new" }, current: { a: "x" }, path: "a", kept: { a: "new" } },
    {
      what: "are told apart under a star",
      data: { a: { b: stars, c: "new", d: stars } },
      current: { a: { b: "x", c: "y" } },
      path: "a.*",
      kept: { a: { b: "x", c: "new", d: stars } },
    },
    { what: "stand for an empty object", data: { a: stars }, current: { a: {} }, path: "a.*", kept: { a: {} } },
  ])("$what", ({ data, current, path, kept }) => expect(keepHiddenSecrets(data, current, [path])).toEqual(kept));
});
