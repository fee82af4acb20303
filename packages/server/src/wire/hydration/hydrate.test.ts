import type { Json, JsonObject } from "@millrace/contract";
import { describe, expect, test } from "vitest";
import { hydrate } from "./hydrate.ts";
import { renderTemplate } from "./render-template.ts";

const variables: Readonly<Record<string, Json>> = { region: "eu", sizes: [1, 2] };
const sources = { findVariable: async (name: string) => variables[name], render: renderTemplate };
const kind = (name: string, rest: JsonObject = {}): JsonObject => ({ __prefect_kind: name, ...rest });

describe("hydration", () => {
  test.each<{ values: JsonObject; gives: JsonObject }>([
    { values: { a: 1, b: { c: [true, null] } }, gives: { a: 1, b: { c: [true, null] } } },
    { values: { a: kind("none", { value: { b: kind("json", { value: "[1]" }) } }) }, gives: { a: { b: [1] } } },
    { values: { a: kind("json", { value: 5 }) }, gives: { a: 5 } },
    { values: { a: kind("json", { value: kind("jinja", { template: "{{ 1 + 1 }}" }) }) }, gives: { a: 2 } },
    { values: { a: kind("json"), b: [kind("workspace_variable"), 1] }, gives: { b: [1] } },
    { values: { a: kind("workspace_variable", { variable_name: "sizes" }) }, gives: { a: [1, 2] } },
    { values: { a: kind("jinja", { template: "plain" }) }, gives: { a: "plain" } },
    { values: { a: kind("jinja", { template: "{{ 'a' | upper }}-{% if 1 < 2 %}y{% endif %}" }) }, gives: { a: "A-y" } },
    { values: { a: kind("unheard of", { value: 1 }), b: { __prefect_kind: null } }, gives: { a: 1, b: null } },
    { values: kind("json"), gives: {} },
  ])("$values gives $gives", async ({ values, gives }) => {
    expect(await hydrate(values, sources)).toEqual(gives);
  });

  test.each<{ value: Json; says: string | RegExp }>([
    { value: kind("none"), says: "Missing 'value' key in __prefect object" },
    { value: kind("jinja"), says: "Missing 'template' key in __prefect object" },
    { value: kind("workspace_variable", { variable_name: "x" }), says: "Variable 'x' not found in workspace." },
    {
      value: kind("json", { value: "{" }),
      says: "Invalid JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
    },
    { value: kind("json", { value: "" }), says: "Invalid JSON: Expecting value: line 1 column 1 (char 0)" },
    { value: kind("json", { value: '{"a" 1}' }), says: "Invalid JSON: Expecting ':' delimiter: line 1 column 6 (char 5)" },
    { value: kind("json", { value: "[1\n 2]" }), says: "Invalid JSON: Expecting ',' delimiter: line 2 column 2 (char 4)" },
    { value: kind("json", { value: '"a' }), says: "Invalid JSON: Unterminated string starting at: line 1 column 1 (char 0)" },
    { value: kind("json", { value: "1 2" }), says: "Invalid JSON: Extra data: line 1 column 3 (char 2)" },
    { value: kind("json", { value: "[".repeat(50_000) }), says: "Invalid JSON: Lists and objects are nested more than 500 deep" },
    { value: kind("json", { value: `${"[".repeat(501)}${"]".repeat(501)}` }), says: "nested more than 500 deep" },
    { value: kind("jinja", { template: "{{ 1 +" }), says: /^Invalid jinja: / },
    { value: kind("jinja", { template: "{% for x in [1] %}{% endfor %}" }), says: /^Invalid jinja: loops/ },
  ])("$value is refused: $says", async ({ value, says }) => {
    await expect(hydrate({ a: value }, sources)).rejects.toThrow(says);
  });

  test.each(["{{ ''.constructor }}", "{{ x.__proto__ }}", "{{ [].map.constructor('return process')() }}"])(
    "%s reaches nothing of the program",
    async (template) => {
      const result = await hydrate({ a: kind("jinja", { template }) }, sources).catch(() => ({ a: "refused" }));
      expect(["refused", "", "undefined", "None", "null"]).toContain(result.a);
    },
  );
});
