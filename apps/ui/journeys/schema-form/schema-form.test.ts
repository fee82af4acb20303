import type { JsonObject } from "@millrace/contract";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { randomObject, seeded } from "../../src/schema-form/fixtures/random-values.ts";
import { fixture, fixtureNames } from "../../src/schema-form/fixtures/read-fixtures.ts";
import { readSchema } from "../../src/schema-form/read-schema.ts";
import { expectNoAxeViolations } from "../harness/page-checks.ts";
import { type Journey, startJourney } from "../harness/start-journey.ts";
import { type ServedForms, serveForms } from "./serve-forms.ts";

let journey: Journey;
let forms: ServedForms;
beforeAll(async () => {
  [journey, forms] = await Promise.all([startJourney(), serveForms()]);
});
afterAll(async () => {
  await journey.stop();
  await forms.stop();
});

/** Values that show every kind of field at once. */
const filled: JsonObject = {
  plain: {},
  unions: { id: "a", many: [1, 2] },
  formats: { day: "2026-01-31", moment: "2026-01-31T09:30:00+01:00" },
  enums: { many: ["red"], colour: "green" },
  arrays: { texts: ["a", "b"], matrix: [[1, 2]] },
  objects: { person: { name: "Ada", home: { street: "S", zip: null }, others: [{ street: "A" }], unknown: { a: 1 } } },
  discriminated: { pet: { kind: "dog", name: "Rex" } },
  blocks: { secret: { $ref: "7b0e2d9e-7d3a-4a83-8e56-0c7a2c8f9a11" } },
  defaults: { text: { __prefect_kind: "jinja", template: "{{ x }}" }, whole: { __prefect_kind: "workspace_variable", variable_name: "x" } },
};

/** Sends the form, and answers what it gave out. */
const send = async (page: Page): Promise<JsonObject | undefined> => {
  await page.getByRole("button", { name: "Send" }).click();
  const text = await page.getByRole("status", { name: "Sent values" }).textContent();
  return text ? JSON.parse(text) : undefined;
};

test("everybody can use every kind of field, with what is wrong with it, and on a phone", async () => {
  const page = await journey.open(forms.urlOf("everything", { values: filled }), { width: 360, height: 740 });
  await page.getByRole("heading", { level: 1, name: "everything" }).waitFor();
  await send(page);
  await page.getByText("Choose one of: red, blue.").waitFor();
  await expectNoAxeViolations(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
}, 120_000);

describe("by keyboard alone", () => {
  test("a form is filled in, and what it gives out suits the server", async () => {
    const page = await journey.open(forms.urlOf("objects"));
    await page.getByRole("textbox", { name: "Name" }).focus();
    await page.keyboard.type("Ada");
    await page.getByRole("textbox", { name: "Street" }).focus();
    await page.keyboard.type("Main Street");
    await page.getByRole("button", { name: "Set a value of Others" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Add item to Others" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("group", { name: "person.others[0]" }).getByRole("textbox", { name: "Street" }).focus();
    await page.keyboard.type("Side Street");
    await page.getByRole("button", { name: "Options of Zip" }).first().focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Set to null" }).focus();
    await page.keyboard.press("Enter");

    const values = await send(page);

    expect(values).toEqual({ person: { name: "Ada", home: { street: "Main Street", zip: null }, others: [{ street: "Side Street" }] } });
    expect(await validate("objects", values)).toEqual([]);
  });

  test("items of a list are moved, and keep the focus", async () => {
    const page = await journey.open(forms.urlOf("arrays", { values: { texts: ["a", "b", "c"] } }));
    await page.getByRole("button", { name: /^Move texts\[0\]/ }).focus();
    await page.keyboard.press("ArrowDown");
    await page.locator(':focus[aria-label^="Move texts[1]"]').waitFor();
    await page.keyboard.press("End");
    await page.locator(':focus[aria-label^="Move texts[2]"]').waitFor();
    expect(await send(page)).toEqual({ texts: ["b", "c", "a"] });
  });
});

test("items of a list are dragged", async () => {
  const page = await journey.open(forms.urlOf("arrays", { values: { texts: ["a", "b", "c"] } }));
  const boxOf = async (name: RegExp) => {
    const box = await page.getByRole("button", { name }).boundingBox();
    if (box === null) throw new Error("The handle is not on the page.");
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  const from = await boxOf(/^Move texts\[0\]/);
  const to = await boxOf(/^Move texts\[2\]/);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y + 8, { steps: 20 });
  await page.mouse.up();
  expect(await send(page)).toEqual({ texts: ["b", "c", "a"] });
});

test("a moment is typed and sent with the zone beside it", async () => {
  const page = await journey.open(forms.urlOf("formats"));
  await page.getByRole("textbox", { name: "moment" }).fill("2026-07-31T09:30:00");
  await page.getByRole("combobox", { name: "Time zone of moment" }).fill("new york");
  await page.getByRole("option", { name: "America/New York" }).click();
  await page.getByRole("cell", { name: "2026-07-31T03:30:00-04:00" }).waitFor();
});

test("the form as JSON is the same values, whatever they are", async () => {
  const values = { person: { name: "Ada", home: { street: "S" }, unknown: [1, { a: null }] }, mapping: { a: 1 } };
  const page = await journey.open(forms.urlOf("objects", { values }));
  await page.getByText("JSON", { exact: true }).click();
  const editor = page.getByRole("textbox", { name: "Values as JSON" });
  await editor.waitFor();
  await expectNoAxeViolations(page);
  await editor.fill('{"person": {"name": "Eve", "home": {"street": "S"}, "unknown": 2}');
  await page.getByText("This is not valid JSON.").first().waitFor();
  expect(await send(page)).toBeUndefined();
  await editor.fill('{"person": {"name": "Eve", "home": {"street": "S"}, "unknown": 2}}');
  await page.getByText("Form", { exact: true }).click();
  await expect.poll(() => page.getByRole("textbox", { name: "Name" }).inputValue()).toBe("Eve");
  expect(await send(page)).toEqual({ person: { name: "Eve", home: { street: "S" }, unknown: 2 } });
});

test("values that fit here fit the server, in every schema", async () => {
  // Schemas with bounds would need values made for them.
  for (const name of fixtureNames.filter((each) => !["bounds", "arrays", "needed_items"].includes(each))) {
    const root = readSchema(fixture(name));
    for (let seed = 0; seed < 8; seed += 1) {
      const values = randomObject(seeded(seed), root);
      expect(await validate(name, values), `${name}: ${JSON.stringify(values)}`).toEqual([]);
    }
  }
});

/** What the server has against values. */
const validate = async (schema: string, values: JsonObject | undefined) => {
  const { errors } = await journey.client.ui.validateValues({ body: { schema: fixture(schema), values: values ?? {} } });
  return errors;
};
