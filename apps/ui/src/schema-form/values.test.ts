import type { Json, JsonObject } from "@millrace/contract";
import { describe, expect, test } from "vitest";
import { listChanges } from "./changes.ts";
import { createCheck } from "./check-values.ts";
import { randomJson, randomObject, randomValue, seeded } from "./fixtures/random-values.ts";
import { fixture, fixtureNames } from "./fixtures/read-fixtures.ts";
import { isEqual, isObject, parseJson, printJson } from "./json.ts";
import { convert, hasPlaceholders, placeholder } from "./kinds.ts";
import { type Path, pathText, pointerOf, valueAt, withValueAt } from "./paths.ts";
import { readSchema } from "./read-schema.ts";
import type { SchemaNode } from "./schema-node.ts";
import { serialise } from "./serialise.ts";
import { canShow, findVariant, initialValue, withRequiredObjects } from "./values.ts";

const seeds = Array.from({ length: 60 }, (_, seed) => seed);

/** Schemas with bounds need values made for them. */
const unbounded = fixtureNames.filter((name) => !["bounds", "arrays", "needed_items"].includes(name));

const propertyNode = (schema: JsonObject): SchemaNode => {
  const [property] = readSchema({ properties: { x: schema } }).properties();
  if (property === undefined) throw new Error("There is no property.");
  return property.node;
};

/** Every path to a value within a value. */
const pathsIn = (value: Json, path: Path = []): Path[] => {
  const inner = Array.isArray(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : [];
  return [path, ...inner.flatMap(([step, item]) => pathsIn(item, [...path, step]))];
};

describe.each(unbounded)("any values of %s", (name) => {
  const root = readSchema(fixture(name));
  const all = seeds.map((seed) => randomObject(seeded(seed), root));

  test("fit", () => {
    const check = createCheck(root);
    for (const values of all) expect([...check(values)], printJson(values)).toEqual([]);
  });

  test("are sent as they are, keys that no schema names included", () => {
    for (const values of all) expect(serialise(root, values)).toEqual(values);
  });

  test("survive as JSON and back, whole and field by field", () => {
    for (const values of all) {
      expect(parseJson(printJson(values))?.value).toEqual(values);
      for (const { name: key, node } of root.properties()) {
        const value = values[key];
        const converted = convert(value, "json", node);
        expect(converted !== "impossible" && convert(converted.value, "form", node)).toEqual({ value });
      }
    }
  });

  test("are of the variant they were made from, or of one they fit as well", () => {
    for (const { node } of root.properties()) {
      if (node.type !== "variants") continue;
      for (const seed of seeds) {
        const value = randomValue(seeded(seed), { ...node, nullable: false });
        const found = node.variants[findVariant(node.variants, value)];
        expect(found !== undefined && canShow(found, value), printJson(value)).toBe(true);
      }
    }
  });
});

describe("values at paths", () => {
  test("what is set is there, and nothing else has changed", () => {
    for (const seed of seeds) {
      const random = seeded(seed);
      const value = randomJson(random, 4);
      for (const path of pathsIn(value)) {
        const next = randomJson(random, 1);
        const changed = withValueAt(value, path, next);
        expect(valueAt(changed, path)).toEqual(next);
        expect(withValueAt(changed, path, valueAt(value, path))).toEqual(value);
      }
    }
  });

  test("nothing takes a key or an item away", () => {
    expect(withValueAt({ a: { b: 1, c: 2 } }, ["a", "b"], undefined)).toEqual({ a: { c: 2 } });
    expect(withValueAt({ a: [1, 2, 3] }, ["a", 1], undefined)).toEqual({ a: [1, 3] });
  });

  test("what is around a value is made with it", () => {
    expect(withValueAt(undefined, ["a", "b", 1], "x")).toEqual({ a: { b: [null, "x"] } });
  });

  test("left out, null and empty are three things", () => {
    expect(valueAt({}, ["a"])).toBeUndefined();
    expect(valueAt({ a: null }, ["a"])).toBeNull();
    expect(valueAt({ a: "" }, ["a"])).toBe("");
    expect(valueAt({}, ["constructor"])).toBeUndefined();
  });

  test("paths are printed", () => {
    expect(pointerOf(["a/b", 0, "c~d"])).toBe("/a~1b/0/c~0d");
    expect(pathText(["a", 0, "b", 2])).toBe("a[0].b[2]");
  });
});

describe("the variant of a value", () => {
  const animal = { type: "object", title: "Animal", properties: { name: { type: "string" } } };
  const car = { type: "object", title: "Car", properties: { name: { type: "string" }, wheels: { type: "integer" } } };
  const open = { type: "object", title: "Open" };
  const variants = (...schemas: JsonObject[]): readonly SchemaNode[] => {
    const node = propertyNode({ anyOf: schemas });
    return node.type === "variants" ? node.variants : [];
  };
  test.each<[string, readonly SchemaNode[], Json, number]>([
    ["a hit among options comes first", variants({ type: "string" }, { enum: ["a", "b"] }), "b", 1],
    ["else the type decides", variants({ type: "string" }, { enum: ["a", "b"] }), "c", 0],
    ["an integer before a number", variants({ type: "number" }, { type: "integer" }), 1, 1],
    ["a number that is no integer", variants({ type: "integer" }, { type: "number" }), 1.5, 1],
    ["a date before text", variants({ type: "string" }, { type: "string", format: "date" }), "2026-01-31", 1],
    ["text that is no date", variants({ type: "string", format: "date" }, { type: "string" }), "soon", 1],
    ["the most keys in common", variants(animal, car), { name: "x", wheels: 4 }, 1],
    ["no needless keys", variants(car, animal), { name: "x" }, 1],
    ["an open object when no key is known", variants(animal, open), { other: 1 }, 1],
    ["lists by their items", variants({ type: "array", items: { type: "string" } }, { type: "array", items: { type: "integer" } }), [1], 1],
    ["none", variants({ type: "string" }, { type: "integer" }), true, -1],
  ])("%s", (...[, given, value, expected]) => expect(findVariant(given, value)).toBe(expected));
});

describe("a first value", () => {
  test.each<[JsonObject, Json]>([
    [{ type: "string" }, ""],
    [{ type: "string", default: "a" }, "a"],
    [{ type: "integer" }, null],
    [{ type: "boolean" }, false],
    [{ type: "array", items: {} }, []],
    [{ type: "array", items: { type: "string" }, minItems: 2 }, ["", ""]],
    [{ type: "array", prefixItems: [{ type: "string" }, { type: "boolean" }], minItems: 2 }, ["", false]],
    [{ type: "object", properties: { kind: { const: "a" }, other: { type: "string" } } }, { kind: "a" }],
    [{ enum: ["a", "b"] }, null],
    [{ anyOf: [{ type: "string" }, { type: "integer" }] }, ""],
  ])("of %j is %j", (schema, expected) => expect(initialValue(propertyNode(schema))).toEqual(expected));

  test("objects that are required are there from the start", () => {
    expect(withRequiredObjects(readSchema(fixture("objects")), {})).toEqual({ person: { home: {} } });
    expect(withRequiredObjects(readSchema(fixture("objects")), { person: { name: "A" } })).toEqual({ person: { name: "A", home: {} } });
    expect(withRequiredObjects(readSchema(fixture("objects")), {}, { person: {} })).toEqual({});
    expect(withRequiredObjects(readSchema(fixture("circular")), {})).toEqual({ tree: {} });
  });

  test("objects that require themselves end somewhere", () => {
    const schema = {
      $defs: { A: { type: "object", properties: { a: { $ref: "#/$defs/A" } }, required: ["a"] } },
      properties: { x: { $ref: "#/$defs/A" } },
      required: ["x"],
    };
    expect(printJson(withRequiredObjects(readSchema(schema), {})).length).toBeLessThan(400);
  });
});

describe("sent values", () => {
  test("leave out a required list that needs items and has none", () => {
    expect(serialise(readSchema(fixture("needed_items")), { some: [] })).toEqual({});
    expect(serialise(readSchema(fixture("needed_items")), { some: [1] })).toEqual({ some: [1] });
    expect(serialise(readSchema(fixture("arrays")), { texts: [], some: [] })).toEqual({ texts: [], some: [] });
  });

  test("keep placeholders, unless they are stored as they are", () => {
    const values = { data: { a: placeholder("json", "[1]") }, text: placeholder("jinja", "{{ x }}") };
    const root = readSchema(fixture("plain"));
    expect(serialise(root, values)).toEqual(values);
    expect(hasPlaceholders(serialise(root, { data: { a: placeholder("json", "[1]") } }, true))).toBe(false);
  });
});

describe("changes", () => {
  test("there are none between equal values", () => {
    for (const seed of seeds) {
      const value = { a: randomJson(seeded(seed), 4) };
      expect(listChanges(value, JSON.parse(JSON.stringify(value)), true)).toEqual([]);
    }
  });

  test("making all of them makes one value of the other", () => {
    for (const seed of seeds) {
      const random = seeded(seed);
      const before: JsonObject = { a: randomJson(random, 4), b: randomJson(random, 3) };
      const after: JsonObject = { a: randomJson(random, 4), c: randomJson(random, 3) };
      let made: Json | undefined = before;
      for (const change of listChanges(before, after, true)) made = withValueAt(made, change.path, change.after);
      expect(isEqual(made, after), printJson([before, after])).toBe(true);
    }
  });

  test("a key left out changes nothing of a deployment", () => {
    expect(listChanges({ a: 1, b: { c: 1, d: 2 } }, { b: { c: 2, d: 2 } })).toEqual([{ path: ["b", "c"], before: 1, after: 2 }]);
    expect(listChanges({ a: 1 }, {}, true)).toEqual([{ path: ["a"], before: 1 }]);
  });
});
