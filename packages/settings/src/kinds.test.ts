import { describe, expect, test } from "vitest";
import { bool, delays, integer, integers, type Kind, list, logLevel, map, number, path, port, seconds, text, url } from "./kinds.ts";

const place = { home: "/people/ada/.prefect", userHome: "/people/ada" };

const cases: readonly { kind: string; of: Kind<unknown>; raw: unknown; value: unknown }[] = [
  { kind: "text", of: text, raw: "", value: "" },
  { kind: "text", of: text, raw: 12, value: "12" },
  { kind: "integer", of: integer, raw: " 12 ", value: 12 },
  { kind: "integer", of: integer, raw: "12.0", value: 12 },
  { kind: "integer", of: integer, raw: 12n, value: 12 },
  { kind: "integer", of: integer, raw: "1.5", value: undefined },
  { kind: "integer", of: integer, raw: "-1", value: undefined },
  { kind: "port", of: port, raw: "65536", value: undefined },
  { kind: "number", of: number, raw: "60.0", value: 60 },
  { kind: "number", of: number, raw: ".5", value: 0.5 },
  { kind: "number", of: number, raw: "1e400", value: undefined },
  { kind: "number", of: number, raw: "1s", value: undefined },
  { kind: "bool", of: bool, raw: "ON", value: true },
  { kind: "bool", of: bool, raw: "f", value: false },
  { kind: "bool", of: bool, raw: true, value: true },
  { kind: "bool", of: bool, raw: "maybe", value: undefined },
  { kind: "seconds", of: seconds, raw: "15", value: 15 },
  { kind: "seconds", of: seconds, raw: "PT1H", value: 3600 },
  { kind: "seconds", of: seconds, raw: "P7D", value: 604_800 },
  { kind: "seconds", of: seconds, raw: "PT1M0.5S", value: 60.5 },
  { kind: "seconds", of: seconds, raw: "1 day, 02:00:03", value: 93_603 },
  { kind: "seconds", of: seconds, raw: "P", value: undefined },
  { kind: "seconds", of: seconds, raw: "-5", value: undefined },
  { kind: "url", of: url, raw: "http://127.0.0.1:4200/api", value: "http://127.0.0.1:4200/api" },
  { kind: "url", of: url, raw: "127.0.0.1:4200", value: undefined },
  { kind: "list", of: list, raw: "a, b,,c", value: ["a", "b", "c"] },
  { kind: "list", of: list, raw: '["a,b", "c"]', value: ["a,b", "c"] },
  { kind: "list", of: list, raw: ["a", 1], value: ["a", "1"] },
  { kind: "list", of: list, raw: "[1,", value: undefined },
  { kind: "integers", of: integers, raw: "429, 503", value: [429, 503] },
  { kind: "integers", of: integers, raw: "429, x", value: undefined },
  { kind: "delays", of: delays, raw: "[1, 2.5]", value: [1, 2.5] },
  { kind: "delays", of: delays, raw: 3, value: [3] },
  { kind: "map", of: map, raw: '{"X-Team": "data"}', value: { "X-Team": "data" } },
  { kind: "map", of: map, raw: { "X-Team": "data" }, value: { "X-Team": "data" } },
  { kind: "map", of: map, raw: "[]", value: undefined },
  { kind: "log level", of: logLevel, raw: "debug", value: "DEBUG" },
  { kind: "log level", of: logLevel, raw: "LOUD", value: undefined },
  { kind: "path", of: path, raw: "~/runs", value: "/people/ada/runs" },
  { kind: "path", of: path, raw: "~ada/runs", value: "~ada/runs" },
];
describe.each(cases)("$kind", ({ of, raw, value }) => {
  test(`reads ${typeof raw === "bigint" ? `${raw}n` : JSON.stringify(raw)} as ${JSON.stringify(value)}`, () =>
    expect(of.read(raw, place)).toEqual(value));
});

test.each<[string, Kind<unknown>, unknown]>([
  ["list", list, ["a", "b"]],
  ["map", map, { a: "b" }],
  ["seconds", seconds, 0.5],
  ["bool", bool, false],
])("%s prints what it reads", (_, kind, value) => expect(kind.read(kind.print(value), place)).toEqual(value));
