import type { Json, JsonObject } from "@millrace/contract";
import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { fixture, fixtureNames } from "./fixtures/read-fixtures.ts";
import { renderForm } from "./fixtures/render-form.tsx";

const schemaOf = (x: JsonObject, required = false): JsonObject => ({
  properties: { x: { title: "x", ...x } },
  required: required ? ["x"] : [],
});

const box = (name: string) => screen.getByRole("textbox", { name });
const choose = async (user: ReturnType<typeof renderForm>["user"], field: string, item: string) => {
  await user.click(screen.getByRole("button", { name: `Options of ${field}` }));
  await user.click(await screen.findByRole("menuitem", { name: item }));
};

describe("every schema of a Python signature", () => {
  test.each(fixtureNames)("%s can be filled in, field by field", (name) => {
    renderForm({ schema: name });
    for (const [key, property] of Object.entries(fixture(name).properties ?? {})) {
      const title = (property as JsonObject).title;
      expect(screen.getAllByText((_, element) => element?.textContent?.startsWith(String(title ?? key)) ?? false).length).toBeGreaterThan(
        0,
      );
    }
  });
});

describe("single values", () => {
  test.each<[string, JsonObject, string, Json]>([
    ["text", { type: "string" }, "two words", "two words"],
    ["a whole number", { type: "integer" }, "42", 42],
    ["a negative number", { type: "number" }, "-1.50", -1.5],
    ["a number that is none stays", { type: "integer" }, "4x", "4x"],
    [
      "an integer beyond JavaScript keeps its digits",
      { type: "integer" },
      "12345678901234567890",
      { __prefect_kind: "json", value: "12345678901234567890" },
    ],
    ["a duration", { type: "string", format: "duration" }, "PT1H", "PT1H"],
    ["JSON", {}, "[[1, 2", { __prefect_kind: "json", value: "[1, 2" }],
    ["text of JSON", { type: "string", format: "json-string" }, "[[1]", "[1]"],
  ])("%s", async (...[, schema, typed, expected]) => {
    const { user, value } = renderForm({ schema: schemaOf(schema) });
    await user.type(box("x"), typed);
    expect(value()).toEqual({ x: expected });
  });

  test("what is emptied is left out", async () => {
    const { user, value } = renderForm({ schema: schemaOf({ type: "string" }), initial: { x: "a" } });
    await user.clear(box("x"));
    expect(value()).toEqual({});
  });

  test("a number keeps the way it is typed", async () => {
    const { user, value } = renderForm({ schema: schemaOf({ type: "number" }) });
    await user.type(box("x"), "1.");
    expect(box("x")).toHaveProperty("value", "1.");
    await user.type(box("x"), "50");
    expect(box("x")).toHaveProperty("value", "1.50");
    expect(value()).toEqual({ x: 1.5 });
  });

  test("true and false, and neither", async () => {
    const { user, value } = renderForm({ schema: schemaOf({ type: "boolean" }) });
    await user.click(screen.getByRole("radio", { name: "False" }));
    expect(value()).toEqual({ x: false });
    await choose(user, "x", "Omit value");
    expect(value()).toEqual({});
  });

  test("options of any type", async () => {
    const { user, value } = renderForm({ schema: "enums" });
    await user.click(screen.getByRole("combobox", { name: "mixed" }));
    await user.click(await screen.findByRole("option", { name: "true" }));
    expect(value()).toEqual({ mixed: true });
  });

  test("several options", async () => {
    const { user, value } = renderForm({ schema: "enums" });
    await user.click(screen.getByRole("combobox", { name: "many" }));
    await user.click(await screen.findByRole("option", { name: "blue" }));
    await user.click(await screen.findByRole("option", { name: "red" }));
    expect(value()).toEqual({ many: ["blue", "red"] });
  });

  test("a moment goes with the zone that is chosen", async () => {
    const { user, value } = renderForm({
      schema: schemaOf({ type: "string", format: "date-time" }),
      initial: { x: "2026-07-31T10:00:00Z" },
    });
    await user.click(screen.getByRole("combobox", { name: "Time zone of x" }));
    await user.clear(screen.getByRole("combobox", { name: "Time zone of x" }));
    await user.type(screen.getByRole("combobox", { name: "Time zone of x" }), "New York");
    await user.click(await screen.findByRole("option", { name: "America/New York" }));
    expect(value()).toEqual({ x: "2026-07-31T06:00:00-04:00" });
  });

  test("a secret is not shown", () => {
    renderForm({ schema: schemaOf({ type: "string", format: "password" }), initial: { x: "secret" } });
    expect(screen.getByLabelText(/^x/)).toHaveProperty("type", "password");
  });
});

describe("left out, null, empty and default", () => {
  const schema = schemaOf({ anyOf: [{ type: "string" }, { type: "null" }], default: "usual" });

  test("are four different values", async () => {
    const { user, value } = renderForm({ schema });
    await choose(user, "x", "Set to null");
    expect(value()).toEqual({ x: null });
    await choose(user, "x", "Set to empty text");
    expect(value()).toEqual({ x: "" });
    await choose(user, "x", "Use default");
    expect(value()).toEqual({ x: "usual" });
    await choose(user, "x", "Omit value");
    expect(value()).toEqual({});
  });

  test("say what is used instead, and whose it is", () => {
    renderForm({ schema, defaults: { x: "deployed" }, defaultsFrom: "deployment" });
    expect(box("x")).toHaveProperty("placeholder", "deployed");
    expect(screen.getByText("From the deployment: deployed")).toBeDefined();
  });

  test("a list begins with what it would be", async () => {
    const { user, value } = renderForm({ schema: "defaults" });
    expect(screen.getByText("Default: [1,2]")).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Set a value of listed" }));
    expect(value()).toEqual({ listed: [1, 2] });
  });
});

describe("lists", () => {
  const initial = { texts: ["a", "b", "c"] };

  test("are added to and taken from", async () => {
    const { user, value } = renderForm({ schema: "arrays", initial: { texts: ["a"] } });
    await user.click(screen.getByRole("button", { name: "Add item to texts" }));
    await user.type(box("texts[1]"), "b");
    await choose(user, "texts[0]", "Remove");
    expect(value()).toEqual({ texts: ["b"] });
  });

  test("are reordered by keyboard, and say so", async () => {
    const { user, value } = renderForm({ schema: "arrays", initial });
    screen.getByRole("button", { name: /^Move texts\[0\]/ }).focus();
    await user.keyboard("{ArrowDown}");
    expect(value()).toEqual({ texts: ["b", "a", "c"] });
    expect(screen.getByText("Moved to place 2 of 3.")).toBeDefined();
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("button", { name: /^Move texts\[1\]/ })));
    await user.keyboard("{End}");
    expect(value()).toEqual({ texts: ["b", "c", "a"] });
  });

  test("are reordered by menu", async () => {
    const { user, value } = renderForm({ schema: "arrays", initial });
    await choose(user, "texts[2]", "Move to top");
    expect(value()).toEqual({ texts: ["c", "a", "b"] });
  });

  test("have as many items as they may", () => {
    renderForm({ schema: "arrays", initial: { some: [1, 2, 3] } });
    expect(screen.getByRole("button", { name: "No more items can be added to some" })).toHaveProperty("disabled", true);
  });

  test("tuples have their places, which stay where they are", async () => {
    const { user, value } = renderForm({ schema: "tuples" });
    await user.type(box("pair[1]"), "b");
    expect(value()).toEqual({ pair: [null, "b"] });
    expect(screen.queryByRole("button", { name: /^Move pair/ })).toBeNull();
  });

  test("mix ways to enter their items", async () => {
    const { user, value } = renderForm({
      schema: "arrays",
      initial: { texts: ["a", "b"] },
      kinds: ["json", "jinja", "workspace_variable"],
      variables: { useNames: () => ["bucket"] },
    });
    await choose(user, "texts[1]", "Use a variable");
    await user.click(screen.getByRole("combobox", { name: "texts[1]" }));
    await user.click(await screen.findByRole("option", { name: "bucket" }));
    await choose(user, "texts[0]", "Enter a template");
    expect(value()).toEqual({
      texts: [
        { __prefect_kind: "jinja", template: "a" },
        { __prefect_kind: "workspace_variable", variable_name: "bucket" },
      ],
    });
  });
});

describe("objects", () => {
  test("are filled in at any depth", async () => {
    const { user, value } = renderForm({ schema: "objects" });
    await user.type(box("Name"), "Ada");
    await user.type(box("Street"), "Main St");
    expect(value()).toEqual({ person: { name: "Ada", home: { street: "Main St" } } });
  });

  test("keep keys that no schema names, and let them be edited", async () => {
    const initial = { person: { name: "A", home: { street: "S" }, extra: "kept" } };
    const { user, value, send } = renderForm({ schema: "objects", initial });
    await user.type(box("Name"), "da");
    expect(value()).toEqual({ person: { name: "Ada", home: { street: "S" }, extra: "kept" } });
    expect(await send()).toEqual(value());
  });

  test("contain themselves as deep as somebody goes", async () => {
    const { user, value } = renderForm({ schema: "circular" });
    await user.click(screen.getByRole("button", { name: "Set a value of Children" }));
    await user.click(screen.getByRole("button", { name: "Add item to Children" }));
    await user.type(within(screen.getByRole("group", { name: "tree.children[0]" })).getByRole("textbox", { name: "Value" }), "2");
    expect(value()).toEqual({ tree: { children: [{ value: 2 }] } });
  });
});

describe("unions", () => {
  test("remember what was entered as each of their types", async () => {
    const { user, value } = renderForm({ schema: "unions", initial: { id: 5 } });
    const type = screen.getByRole("radiogroup", { name: "Type of id" });
    await user.click(within(type).getByRole("radio", { name: "Text" }));
    expect(value()).toEqual({ id: "5" });
    await user.type(box("id"), "a");
    await user.click(within(type).getByRole("radio", { name: "Integer" }));
    expect(value()).toEqual({ id: 5 });
    await user.click(within(type).getByRole("radio", { name: "Text" }));
    expect(value()).toEqual({ id: "5a" });
  });

  test("show the variant a value is of, with what only it can be", () => {
    renderForm({ schema: "discriminated", initial: { pet: { kind: "dog", name: "Rex" } } });
    expect(box("Name")).toHaveProperty("value", "Rex");
  });

  test("fill in what says which variant it is", async () => {
    const { user, value } = renderForm({ schema: "discriminated" });
    await user.click(within(screen.getByRole("radiogroup", { name: "Type of pet" })).getByRole("radio", { name: "Dog" }));
    expect(value()).toEqual({ pet: { kind: "dog" } });
  });
});

describe("blocks", () => {
  const documents = [
    { id: "1", name: "one" },
    { id: "2", name: "two" },
  ];
  const useChoices = () => ({ choices: documents, isLoading: false });

  test("are chosen by name", async () => {
    const { user, value } = renderForm({ schema: "blocks", blocks: { useChoices } });
    await user.click(screen.getByRole("combobox", { name: "secret" }));
    await user.click(await screen.findByRole("option", { name: "two" }));
    expect(value()).toEqual({ secret: { $ref: "2" } });
  });

  test("are made on the way, and referred to as blocks refer to blocks", async () => {
    const create = async (slug: string) => ({ id: "3", name: slug });
    const { user, value } = renderForm({ schema: "blocks", blocks: { useChoices, create, reference: "document" } });
    await user.click(screen.getByRole("button", { name: "New block for secret" }));
    await waitFor(() => expect(value()).toEqual({ secret: { $ref: { block_document_id: "3" } } }));
    expect(screen.getByRole("combobox", { name: "secret" })).toHaveProperty("value", "secret");
  });

  test("that are gone are still named", () => {
    renderForm({ schema: "blocks", blocks: { useChoices }, initial: { secret: { $ref: "9" } } });
    expect(screen.getByRole("combobox", { name: "secret" })).toHaveProperty("value", "9 (not found)");
  });
});

describe("values that do not fit their field", () => {
  test("are shown as they are, and not changed unseen", async () => {
    const { value, send } = renderForm({ schema: "defaults", initial: { text: { a: 1 }, whole: "x" } });
    expect(box("text")).toHaveProperty("value", '{\n  "a": 1\n}');
    expect(box("whole")).toHaveProperty("value", "x");
    expect(await send()).toBeUndefined();
    expect(value()).toEqual({ text: { a: 1 }, whole: "x" });
  });
});

describe("errors", () => {
  test("wait until a field is touched", async () => {
    const { user } = renderForm({ schema: "plain" });
    expect(screen.queryByText("A value is required.")).toBeNull();
    await user.type(box("whole"), "x");
    expect(screen.getByText("Enter a whole number.")).toBeDefined();
    expect(screen.queryByText("A value is required.")).toBeNull();
  });

  test("all show when somebody wants to send, and the first has the focus", async () => {
    const { send } = renderForm({ schema: "plain", initial: { text: "a" } });
    expect(await send()).toBeUndefined();
    expect(screen.getAllByText("A value is required.")).toHaveLength(6);
    await waitFor(() => expect(document.activeElement).toBe(box("whole")));
    expect(box("whole").getAttribute("aria-invalid")).toBe("true");
  });

  test("the server's stand at their fields until these are edited", async () => {
    const errors = [{ property: "whole", errors: ["too odd"] }, "as a whole too"];
    const { user, send } = renderForm({ schema: "defaults", initial: { whole: 1 }, validate: async () => ({ valid: false, errors }) });
    expect(await send()).toBeUndefined();
    expect(box("whole").getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByText("too odd")).toBeDefined();
    expect(screen.getByRole("alert").textContent).toContain("as a whole too");
    await user.type(box("whole"), "2");
    expect(screen.queryByText("too odd")).toBeNull();
  });

  test("the server sees what it would use, and is sent what was entered", async () => {
    const seen: JsonObject[] = [];
    const validate = async (values: JsonObject) => {
      seen.push(values);
      return { valid: true, errors: [] };
    };
    const { send } = renderForm({ schema: "defaults", initial: { whole: 1 }, defaults: { text: "b", whole: 9 }, validate });
    expect(await send()).toEqual({ whole: 1 });
    expect(seen).toEqual([{ text: "b", whole: 1 }]);
  });

  test("deep within a field that shows all of it say where they are", async () => {
    const { send } = renderForm({
      schema: { properties: { x: { type: "object", title: "x", additionalProperties: { type: "integer" } } } },
      initial: { x: { a: "b" } },
    });
    await send();
    expect(screen.getByText("a: Enter a whole number.")).toBeDefined();
  });

  test("an error about something else is left to the page", () => {
    const { form } = renderForm({ schema: "plain" });
    act(() => expect(form().refuse(new Error("no"))).toBe(false));
  });
});

test("a form that is disabled changes nothing", () => {
  renderForm({ schema: "arrays", initial: { texts: ["a"] }, disabled: true });
  expect(box("texts[0]")).toHaveProperty("disabled", true);
  for (const name of ["Add item to texts", "Options of texts"])
    expect(screen.getByRole("button", { name })).toHaveProperty("disabled", true);
});

test("no button of it sends the form around it", () => {
  renderForm({ schema: "objects", initial: { person: { others: [{}] } } });
  for (const button of screen.getAllByRole("button")) expect(button.getAttribute("type")).toBe("button");
});
