import type { Json } from "@millrace/contract";
import { describe, expect, test } from "vitest";
import {
  errorsOf,
  type FieldErrors,
  joinErrors,
  listErrorsWithin,
  readRefusal,
  readSchemaErrors,
  withoutErrorsAt,
} from "./field-errors.ts";

const shown = (errors: FieldErrors) => Object.fromEntries(errors);

test("what the server finds in values stands where it is", () => {
  const errors: Json[] = [
    "of the whole",
    { property: "a", errors: ["one", "two", { index: 2, errors: [{ property: "b/c", errors: ["deep"] }] }] },
    { property: "d", errors: [] },
  ];
  expect(shown(readSchemaErrors(errors))).toEqual({ "": ["of the whole"], "/a": ["one", "two"], "/a/2/b~1c": ["deep"] });
});

describe("a refused request", () => {
  test.each<[string, Json, Record<string, string[]>]>([
    [
      "names the field of a misfit",
      { detail: "Error creating flow run: Validation failed for field 'person.names[2]'. Failure reason: 1 is not of type 'string'" },
      { "/person/names/2": ["1 is not of type 'string'"] },
    ],
    [
      "names a missing field by its owner",
      { detail: "Error creating flow run: Validation failed for field 'person'. Failure reason: 'name' is a required property" },
      { "/person/name": ["'name' is a required property"] },
    ],
    [
      "names a missing field at the top",
      { detail: "Validation failed. Failure reason: 'a' is a required property" },
      { "/a": ["'a' is a required property"] },
    ],
    ["quotes odd names", { detail: "Validation failed for field \"$['a b'].c\". Failure reason: no" }, { "/a b/c": ["no"] }],
    [
      "lists places of a body",
      {
        exception_message: "Invalid request received.",
        exception_detail: [
          { loc: ["body", "parameters", "a", 0], msg: "bad" },
          { loc: ["body", "name"], msg: "too long" },
        ],
      },
      { "/a/0": ["bad"], "": ["name: too long"] },
    ],
    ["lists places in its detail", { detail: [{ loc: ["body", "parameters", "a"], msg: "bad" }] }, { "/a": ["bad"] }],
    ["says something else", { detail: "Error hydrating flow run parameters: no" }, { "": ["Error hydrating flow run parameters: no"] }],
    ["says nothing", {}, {}],
    ["is no JSON object", "Bad gateway", {}],
  ])("%s", (...[, reply, expected]) => expect(shown(readRefusal(reply))).toEqual(expected));

  test("may be about values under another key", () => {
    expect(shown(readRefusal({ detail: [{ loc: ["body", "run_input", "a"], msg: "bad" }] }, "run_input"))).toEqual({ "/a": ["bad"] });
  });
});

describe("errors", () => {
  const errors = errorsOf([
    { path: ["a"], text: "a" },
    { path: ["a", "b"], text: "b" },
    { path: ["ab"], text: "ab" },
    { path: [], text: "whole" },
  ]);

  test("go with what was edited, inside and around it", () => {
    expect(shown(withoutErrorsAt(errors, "/a/b"))).toEqual({ "/ab": ["ab"] });
    expect(shown(withoutErrorsAt(errors, "/a/c"))).toEqual({ "/a/b": ["b"], "/ab": ["ab"] });
  });

  test("of two origins are told once", () => {
    expect(
      shown(
        joinErrors(
          errors,
          errorsOf([
            { path: ["a"], text: "a" },
            { path: ["a"], text: "more" },
          ]),
        ),
      )["/a"],
    ).toEqual(["a", "more"]);
  });

  test("within a place say how deep they are", () => expect(listErrorsWithin(errors, ["a"])).toEqual(["a", "b: b"]));
});
