import { type JsonSchema, type Route, routes } from "@millrace/contract";
import { onEveryDatabase, type TestServer } from "@millrace/testing";
import { expect, vi } from "vitest";
import { exampleOf, type Known, listPlaces, withValueAt } from "./fixtures/example.ts";
import { createWorld } from "./fixtures/world.ts";

// Some routes begin jobs on every run there is; on a busy machine the requests after them wait for what these write.
vi.setConfig({ testTimeout: 120_000 });

/** Values that are valid JSON and hard to store, to compare or to reckon with. */
const anywhere: readonly unknown[] = [null, "\0", JSON.rawJSON("123456789012345678901234567890"), 0.5, [], {}];
const texts: readonly unknown[] = ["", "a/b%&<>", "a\ud800", "é🚂\u{7f}\u{1b}", "x".repeat(3000), "{{ x", "1e999"];
const numbers: readonly unknown[] = [2 ** 31 - 1, 2 ** 53, -(2 ** 63), JSON.rawJSON("1.0"), 1e308];
const times: readonly unknown[] = ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999+00:00", "9999-12-31T23:59:59-14:00", -1e18];
const objects: readonly unknown[] = [JSON.parse('{"__proto__": {"x": 1}}'), { "": "\0" }, { "a\0b": "\udfff", constructor: null }];

const valuesFor = ({ type, format, anyOf = [] }: JsonSchema): readonly unknown[] => {
  if (anyOf.length > 0) return [...new Set(anyOf.flatMap(valuesFor))];
  if (format === "date-time") return [...anywhere, ...times];
  if (type === "integer" || type === "number") return [...anywhere, ...numbers];
  if (type === "string" && format === undefined) return [...anywhere, ...texts];
  return type === "object" || type === undefined ? [...anywhere, ...objects] : anywhere;
};

const called: readonly (readonly [noun: string, route: Route])[] = Object.entries(routes).flatMap(([noun, table]) =>
  Object.values<Route>(table)
    .filter(({ access, method }) => access !== "websocket" && method !== "DELETE")
    .map((route) => [noun, route] as const),
);

const pathOf = ({ path, params, query }: Route, known: Known): string => {
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(exampleOf(params?.properties[name] ?? {}, known, name)).toWellFormed()),
  );
  const asked = Object.entries(query?.properties ?? {}).filter(([name]) => query?.required?.includes(name));
  const text = asked.map(([name, schema]) => `${name}=${encodeURIComponent(String(exampleOf(schema, known, name)))}`).join("&");
  return text === "" ? filled : `${filled}?${text}`;
};

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** What the server fails at, as lines that tell how to do it again. */
const findFailures = async (server: TestServer, [noun, route]: readonly [string, Route]): Promise<readonly string[]> => {
  const worlds = await createWorld(server);
  const known = worlds[noun] ?? worlds.others ?? {};
  const failures: string[] = [];
  const send = async (path: string, body?: unknown): Promise<void> => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const { status } = await server.call(route.method, path, text);
    if (status >= 500) failures.push(`${route.method} ${path} ${text?.slice(0, 300) ?? ""} → ${status}`);
  };
  const path = pathOf(route, known);
  if (route.body === undefined) await send(path);
  else {
    const example = exampleOf(route.body, known);
    for (const { place, schema } of listPlaces(route.body, 2))
      for (const value of valuesFor(schema)) await send(path, withValueAt(example, place, value));
  }
  for (const name of Object.keys(route.params?.properties ?? {}))
    for (const value of texts) await send(pathOf(route, { ...known, [name]: value }));
  for (const [name, schema] of Object.entries(route.query?.properties ?? {}))
    for (const value of valuesFor(schema)) await send(`${path.split("?")[0]}?${name}=${encodeURIComponent(textOf(value).toWellFormed())}`);
  return failures;
};

onEveryDatabase("no value at any place of a request", (it) => {
  for (const [noun, route] of called)
    it(`makes ${route.method} ${route.path} fail`, async ({ server }) => {
      expect(await findFailures(server, [noun, route])).toEqual([]);
    });
});
