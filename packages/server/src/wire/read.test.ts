import {
  Bool,
  Closed,
  Decimal,
  Default,
  type Fields,
  Instant,
  Integer,
  Json,
  JsonObject,
  Labels,
  List,
  MapOf,
  Name,
  Nullable,
  OneOf,
  Open,
  Optional,
  Pair,
  Parameters,
  type Schema,
  Seconds,
  Text,
  Union,
  Uuid,
  With,
  ZonedInstant,
} from "@millrace/contract";
import { describe, expect, test } from "vitest";
import { InvalidRequest, type Problem } from "./problems.ts";
import { read, tryRead } from "./read.ts";

const problemsOf = (schema: Schema, value: unknown): readonly Problem[] => {
  try {
    read(schema, value, "body");
  } catch (error) {
    if (error instanceof InvalidRequest) return error.problems;
    throw error;
  }
  return [];
};

const id = "0190aaaa-bbbb-7ccc-8ddd-eeeeffff0000";

interface Case {
  readonly schema: Schema;
  /** What goes in and what comes out. */
  readonly reads?: readonly (readonly [unknown, unknown])[];
  /** What goes in and the type of the problem. */
  readonly refuses?: readonly (readonly [unknown, string])[];
}

const cases: Readonly<Record<string, Case>> = {
  text: {
    schema: Text,
    reads: [
      ["", ""],
      ["a\u0000b", "a\u0000b"],
    ],
    refuses: [
      [5, "string_type"],
      [null, "string_type"],
      [true, "string_type"],
      [["a"], "string_type"],
      [{}, "string_type"],
    ],
  },
  "text of bounded length, counted in characters": {
    schema: With(Text, { minLength: 2, maxLength: 3 }),
    reads: [
      ["ab", "ab"],
      ["🙂🙂🙂", "🙂🙂🙂"],
    ],
    refuses: [
      ["a", "string_too_short"],
      ["🙂", "string_too_short"],
      ["abcd", "string_too_long"],
    ],
  },
  "a name": {
    schema: Name,
    reads: [["a b", "a b"]],
    refuses: [
      ["", "string_pattern_mismatch"],
      ["a/b", "string_pattern_mismatch"],
      ["a\n%", "string_pattern_mismatch"],
    ],
  },
  "an integer": {
    schema: Integer,
    reads: [
      [5, 5],
      [5.0, 5],
      ["5", 5],
      [" -5 ", -5],
      ["5.0", 5],
      [true, 1],
      [2 ** 31 - 1, 2 ** 31 - 1],
    ],
    refuses: [
      [5.5, "int_from_float"],
      ["5.5", "int_parsing"],
      ["", "int_parsing"],
      ["1e3", "int_parsing"],
      ["0x10", "int_parsing"],
      [null, "int_type"],
      [[5], "int_type"],
    ],
  },
  "a bounded integer": {
    schema: With(Integer, { minimum: 1, maximum: 50 }),
    reads: [
      [1, 1],
      [50, 50],
    ],
    refuses: [
      [0, "greater_than_equal"],
      [51, "less_than_equal"],
    ],
  },
  "a number": {
    schema: Decimal,
    reads: [
      [1.5, 1.5],
      ["1e3", 1000],
      [".5", 0.5],
      [false, 0],
      [-0, -0],
    ],
    refuses: [
      ["", "float_parsing"],
      ["x", "float_parsing"],
      ["1e999", "float_type"],
      [null, "float_type"],
      [{}, "float_type"],
    ],
  },
  "a number above a bound": { schema: With(Decimal, { exclusiveMinimum: 0 }), reads: [[0.1, 0.1]], refuses: [[0, "greater_than"]] },
  "a truth value": {
    schema: Bool,
    reads: [
      [true, true],
      ["TRUE", true],
      ["off", false],
      [1, true],
      [0, false],
      ["n", false],
    ],
    refuses: [
      ["maybe", "bool_parsing"],
      ["", "bool_parsing"],
      [2, "bool_parsing"],
      ["constructor", "bool_parsing"],
      ["__proto__", "bool_parsing"],
      [null, "bool_type"],
      [[], "bool_type"],
    ],
  },
  "one of some texts": {
    schema: OneOf("A", "B", "C"),
    reads: [["A", "A"]],
    refuses: [
      ["a", "enum"],
      [null, "enum"],
      [1, "enum"],
    ],
  },
  "a UUID": {
    schema: Uuid,
    reads: [
      [id, id],
      [id.toUpperCase(), id],
      [id.replaceAll("-", ""), id],
      [`{${id}}`, id],
      [`urn:uuid:${id}`, id],
    ],
    refuses: [
      ["", "uuid_parsing"],
      [`${id}0`, "uuid_parsing"],
      [id.replace("0", "g"), "uuid_parsing"],
      [5, "uuid_type"],
      [null, "uuid_type"],
    ],
  },
  "a moment": {
    schema: Instant,
    reads: [
      ["2026-01-01T00:00:00.500000Z", "2026-01-01T00:00:00.500000Z"],
      ["2026-01-01T00:00:00.000000Z", "2026-01-01T00:00:00Z"],
      ["2026-01-01 02:00:00.1234567+02:00", "2026-01-01T00:00:00.123456Z"],
      ["2026-01-01T00:00:00", "2026-01-01T00:00:00Z"],
      ["2026-01-01", "2026-01-01T00:00:00Z"],
      ["2026-01-01T10:00-0530", "2026-01-01T15:30:00Z"],
      [1_767_225_600, "2026-01-01T00:00:00Z"],
      [1_767_225_600_123, "2026-01-01T00:00:00.123000Z"],
      ["1767225600", "2026-01-01T00:00:00Z"],
      ["+1767225600", "2026-01-01T00:00:00Z"],
      ["20260102T101500Z", "2026-01-02T10:15:00Z"],
      ["20260102T1015+0530", "2026-01-02T04:45:00Z"],
      ["2026-01-02_10:15:30,5", "2026-01-02T10:15:30.500000Z"],
      ["2026-01-02 10+02:00", "2026-01-02T08:00:00Z"],
      ["2026-01-02T10:15:00−02:00", "2026-01-02T12:15:00Z"],
      ["2026-02", "2026-02-01T00:00:00Z"],
      ["2024-366T10Z", "2024-12-31T10:00:00Z"],
      ["2026-W01-5T10:15", "2026-01-02T10:15:00Z"],
      ["2026/01/02", "2026-01-02T00:00:00Z"],
      ["2026/01/02 10:15:30.5", "2026-01-02T10:15:30.500000Z"],
      ["2026W011T101500Z", "2025-12-29T10:15:00Z"],
      ["2026-W53", "2026-12-28T00:00:00Z"],
      [1.5, "1970-01-01T00:00:01.500000Z"],
    ],
    refuses: [
      ["yesterday", "datetime_from_date_parsing"],
      ["", "datetime_from_date_parsing"],
      ["2026-02-30T00:00:00Z", "datetime_from_date_parsing"],
      ["2026-01-01T24:00:00Z", "datetime_from_date_parsing"],
      ["2026-366", "datetime_from_date_parsing"],
      ["2026-000", "datetime_from_date_parsing"],
      ["2026-W54", "datetime_from_date_parsing"],
      ["2026/13/02", "datetime_from_date_parsing"],
      ["2026/01/02T10:15Z", "datetime_from_date_parsing"],
      ["2026-01-02+02:00", "datetime_from_date_parsing"],
      ["20260230T10", "datetime_from_date_parsing"],
      [1e20, "datetime_from_date_parsing"],
      [true, "datetime_type"],
      [null, "datetime_type"],
    ],
  },
  "a moment with its offset": {
    schema: ZonedInstant,
    reads: [
      ["2035-03-23T02:30:00+01:00", "2035-03-23T02:30:00+01:00"],
      ["2035-03-23T02:30:00.500-0330", "2035-03-23T02:30:00.500000-03:30"],
      ["2035-03-23T02:30:00+00:00", "2035-03-23T02:30:00Z"],
      [0, "1970-01-01T00:00:00Z"],
    ],
  },
  "a duration": {
    schema: Seconds,
    reads: [
      [12.5, 12.5],
      [5e-7, 1e-6],
      [4e-7, 0],
      ["PT1M30S", 90],
      ["PT1,5S", 1.5],
      ["00:00:01,5", 1.5],
      ["P1Y2M", 36_720_000],
      ["P1.5D", 129_600],
      ["P1DT", 86_400],
      ["1 days", 86_400],
      ["1D", 86_400],
      ["2 days, 3:04:05", 183_845],
      ["25:00:00", 90_000],
      ["999999999 days", 86_399_999_913_600],
      ["P1DT1H", 90_000],
      ["00:01:30", 90],
      ["1 day, 00:00:01", 86_401],
      ["-PT5S", -5],
      ["01:30", 5400],
    ],
    refuses: [
      ["soon", "time_delta_parsing"],
      ["P", "time_delta_parsing"],
      ["", "time_delta_parsing"],
      ["12.5", "time_delta_parsing"],
      ["p1d", "time_delta_parsing"],
      ["00:60:00", "time_delta_parsing"],
      ["00:00:60", "time_delta_parsing"],
      ["1:2", "time_delta_parsing"],
      ["3 weeks", "time_delta_parsing"],
      ["10 00:00:00", "time_delta_parsing"],
      ["P1000000000D", "time_delta_parsing"],
      [86_400_000_000_000, "time_delta_parsing"],
      [null, "float_type"],
    ],
  },
  "a list": {
    schema: List(Integer),
    reads: [
      [[], []],
      [
        ["1", 2],
        [1, 2],
      ],
    ],
    refuses: [
      ["ab", "list_type"],
      [{}, "list_type"],
      [["x"], "int_parsing"],
    ],
  },
  "a list of bounded length": {
    schema: With(List(Integer), { minItems: 1, maxItems: 2 }),
    reads: [[[1], [1]]],
    refuses: [
      [[], "too_short"],
      [[1, 2, 3], "too_long"],
    ],
  },
  "a pair": {
    schema: Pair(Integer, Text),
    reads: [
      [
        ["1", "a"],
        [1, "a"],
      ],
    ],
    refuses: [
      [[1], "missing"],
      [[1, "a", 2], "too_long"],
      [5, "tuple_type"],
      [{}, "tuple_type"],
      [[1, 2], "string_type"],
    ],
  },
  "any JSON": {
    schema: Json,
    reads: [
      [null, null],
      [[{ a: 1 }], [{ a: 1 }]],
      ["x", "x"],
    ],
  },
  "any object": {
    schema: JsonObject,
    reads: [[{ a: { b: [] } }, { a: { b: [] } }]],
    refuses: [
      [[], "dict_type"],
      ["x", "dict_type"],
      [null, "dict_type"],
    ],
  },
  "a map": {
    schema: MapOf(Integer),
    reads: [[{ a: "1" }, { a: 1 }]],
    refuses: [
      [[], "dict_type"],
      [{ a: "x" }, "int_parsing"],
    ],
  },
  labels: {
    schema: Labels,
    reads: [
      [
        { a: true, b: 1, c: 1.5, d: "1", e: "true" },
        { a: true, b: 1, c: 1.5, d: "1", e: "true" },
      ],
    ],
    refuses: [
      [{ a: null }, "bool_type"],
      [{ a: {} }, "bool_type"],
      [{ a: ["x"] }, "bool_type"],
    ],
  },
  "a value or null": {
    schema: Nullable(Integer),
    reads: [
      [null, null],
      ["5", 5],
    ],
    refuses: [["x", "int_parsing"]],
  },
};

describe.each(Object.entries(cases))("%s", (_, { schema, reads = [], refuses = [] }) => {
  test.each(reads)("is read from %j as %j", (given, expected) => expect(read(schema, given, "body")).toEqual(expected));
  if (refuses.length > 0) test.each(refuses)("refuses %j: %s", (given, type) => expect(problemsOf(schema, given)[0]?.type).toBe(type));
});

describe("an object", () => {
  const Inner = Closed({ n: Integer });
  const Outer = Closed({ id: Uuid, inner: Default(Nullable(Inner), null), list: Optional(List(Inner)) });

  test("gets its defaults, and leaves out what may be missing", () => {
    expect(read(Outer, { id }, "body")).toEqual({ id, inner: null });
    expect(read(Outer, { id, inner: { n: "2" }, list: [{ n: 3 }] }, "body")).toEqual({ id, inner: { n: 2 }, list: [{ n: 3 }] });
  });

  test("is refused with every problem at its place", () => {
    const body = { inner: { n: "x", extra: 1 }, list: [{ n: 1 }, {}], "wr/ong": [] };
    expect(problemsOf(Outer, body)).toEqual([
      { type: "missing", loc: ["body", "id"], msg: "Field required", input: body },
      {
        type: "int_parsing",
        loc: ["body", "inner", "n"],
        msg: "Input should be a valid integer, unable to parse string as an integer",
        input: "x",
      },
      { type: "extra_forbidden", loc: ["body", "inner", "extra"], msg: "Extra inputs are not permitted", input: 1 },
      { type: "missing", loc: ["body", "list", 1, "n"], msg: "Field required", input: {} },
      { type: "extra_forbidden", loc: ["body", "wr/ong"], msg: "Extra inputs are not permitted", input: [] },
    ]);
  });

  test.each([[[]], ["text"], [5], [null]])("is refused when it is %j", (value) => {
    expect(problemsOf(Outer, value)).toMatchObject([{ type: "model_attributes_type", loc: ["body"] }]);
  });

  test("drops unknown keys where they are tolerated", () => expect(read(Open({ n: Integer }), { n: 1, x: 2 }, "body")).toEqual({ n: 1 }));

  test("takes an explicit null for what it is, not for a default", () => {
    expect(problemsOf(Closed({ n: Default(Integer, 5) }), { n: null })).toMatchObject([{ type: "int_type" }]);
  });
});

describe("a body of parameters", () => {
  const Body = Parameters({ filter: Optional(Closed({ n: Optional(Integer) })), sort: Default(OneOf("A", "B"), "A"), key: Text });

  test("takes null for the default and ignores unknown keys", () => {
    expect(read(Body, { key: "k", sort: null, filter: null, more: 1 }, "body")).toEqual({ key: "k", sort: "A" });
  });

  test("says of a missing one that there was no input", () => {
    expect(problemsOf(Body, {})).toEqual([{ type: "missing", loc: ["body", "key"], msg: "Field required", input: null }]);
    expect(problemsOf(Body, { key: "k", filter: { m: 1 } })).toMatchObject([{ type: "extra_forbidden", loc: ["body", "filter", "m"] }]);
  });
});

describe("a name", () => {
  const Named = Closed({ name: Name });

  test("is one line of text", () => {
    expect(read(Named, { name: "é ☃ 𝄞" }, "body")).toEqual({ name: "é ☃ 𝄞" });
    for (const name of ["a\nb", "a\tb", "\u0000", "a\u007f", "\u0085"]) {
      expect(problemsOf(Named, { name })).toMatchObject([
        { type: "value_error", loc: ["body", "name"], msg: expect.stringContaining("leave them out"), input: name },
      ]);
    }
  });
});

describe("one of several shapes", () => {
  const Shape = Union([Closed({ every: Integer }), Closed({ cron: Text, zone: Optional(Text) })]);

  test("is the first that fits", () => {
    expect(read(Shape, { cron: "* * * * *" }, "body")).toEqual({ cron: "* * * * *" });
    expect(read(Shape, { every: 5 }, "body")).toEqual({ every: 5 });
  });

  test("is refused with the problems of the one that was probably meant", () => {
    expect(problemsOf(Shape, { cron: 5, zone: "UTC" })).toMatchObject([{ type: "string_type", loc: ["body", "cron"] }]);
  });

  test("takes a plain value as something else only where it is nothing by itself", () => {
    const Count = Closed({
      n: Union([Integer, OneOf("any", "all")]),
      tags: List(Union([Integer, Text])),
      delay: Union([Decimal, List(Decimal)]),
    });
    const given = { n: "2", tags: ["2", 3], delay: ["1.5", 2] };
    expect(read(Count, given, "body")).toEqual({ n: 2, tags: ["2", 3], delay: [1.5, 2] });
    expect(read(Count, { ...given, n: "any", delay: "3" }, "body")).toMatchObject({ n: "any", delay: 3 });
  });

  test("is refused with the problems of all where they are plain", () => {
    expect(problemsOf(Closed({ labels: Labels }), { labels: { a: null } }).map(({ loc, msg }) => `${loc.join(".")}: ${msg}`)).toEqual([
      "body.labels.a.bool: Input should be a valid boolean",
      "body.labels.a.int: Input should be a valid integer",
      "body.labels.a.float: Input should be a valid number",
      "body.labels.a.str: Input should be a valid string",
    ]);
    expect(problemsOf(Closed({ n: Union([Integer, OneOf("any", "all")]) }), { n: "some" }).map(({ loc }) => loc.at(-1))).toEqual([
      "int",
      "literal['any','all']",
    ]);
  });

  test("is refused with the problems of the one that it names, or with the names there are", () => {
    const named = (type: string, fields: Fields) => Open({ type: Default(OneOf(type), type), ...fields });
    const Deed = Union([named("rest", {}), named("walk", { steps: Integer }), named("run", { speed: Integer })], "type");
    expect(read(Deed, { type: "rest" }, "body")).toEqual({ type: "rest" });
    expect(problemsOf(Deed, { type: "run" })).toMatchObject([{ type: "missing", loc: ["body", "speed"] }]);
    expect(problemsOf(Deed, { type: "fly" })).toMatchObject([
      { type: "enum", loc: ["body", "type"], msg: "Input should be 'rest', 'walk' or 'run'", input: "fly" },
    ]);
    expect(problemsOf(Deed, "rest")).toMatchObject([{ type: "model_attributes_type", loc: ["body"] }]);
  });
});

describe("keys that mean something to JavaScript", () => {
  const hostile = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1, "toString": 2}') as object;

  test("are plain keys of a map", () => {
    const map = read(MapOf(Json), hostile, "body");
    expect(Object.keys(map)).toEqual(["__proto__", "constructor", "toString"]);
    expect(Object.getPrototypeOf(map)).toBe(Object.prototype);
    expect("polluted" in {}).toBe(false);
  });

  test("are unknown keys of a shape, and never its missing fields", () => {
    const problems = problemsOf(Closed({ n: Optional(Integer) }), hostile);
    expect(problems.map(({ type, loc }) => [type, loc[1]])).toEqual([
      ["extra_forbidden", "__proto__"],
      ["extra_forbidden", "constructor"],
      ["extra_forbidden", "toString"],
    ]);
    expect(problemsOf(Open({ toString: Integer }), {})).toMatchObject([{ type: "missing", loc: ["body", "toString"] }]);
  });
});

describe("where a value came from", () => {
  test("begins the place of its problems; the reply takes the body from the request where it is not at hand", () => {
    const attempt = (where: "body" | "query" | "path") => {
      try {
        return read(Closed({ n: Integer }), { n: "x" }, where);
      } catch (error) {
        return error;
      }
    };
    expect(attempt("query")).toMatchObject({ problems: [{ loc: ["query", "n"] }], body: undefined });
    expect(attempt("body")).toMatchObject({ problems: [{ loc: ["body", "n"] }], body: { n: "x" } });
    expect(() => read(Open({ n: Integer }), {}, "query")).toThrow(
      expect.objectContaining({ problems: [{ type: "missing", loc: ["query", "n"], msg: "Field required", input: null }] }),
    );
  });

  test("is left out for messages that arrive in bulk", () => {
    expect(tryRead(Closed({ n: Integer }), { n: "5" })).toEqual({ value: { n: 5 } });
    expect(tryRead(Closed({ n: Integer }), { n: null })).toEqual({ problem: "n: Input should be a valid integer" });
  });
});
