import { afterAll, beforeAll, expect, test } from "vitest";
import { seedEveryNoun } from "./harness/seed-every-noun.ts";
import { type Journey, startJourney } from "./harness/start-journey.ts";

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
  await seedEveryNoun(journey.client);
}, 120_000);
afterAll(() => journey?.stop());

const phone = { width: 360, height: 740, hasTouch: true } as const;

test("a block is made, changed and deleted by touch", async () => {
  const page = await journey.open("/blocks", phone);
  await page.getByRole("link", { name: "New block" }).tap();
  // The blocks of the list lead to their types, too.
  await page.getByRole("heading", { name: "Block catalog", level: 1 }).waitFor();
  await page
    .getByRole("main")
    .getByRole("link", { name: /^Store/ })
    .tap();
  await page.getByRole("link", { name: "Create" }).tap();
  await page.getByRole("textbox", { name: /^Name/ }).fill("touched");
  await page.getByRole("button", { name: "Options of Place" }).tap();
  await page.getByRole("menuitem", { name: "Set to empty text" }).tap();
  await page.getByRole("textbox", { name: /^Place/ }).fill("/srv/first");
  await page.getByRole("button", { name: "Create the block" }).tap();
  await page.getByRole("heading", { name: "touched", level: 1 }).waitFor();
  await page.getByRole("link", { name: "Edit" }).tap();
  await page.getByRole("textbox", { name: /^Place/ }).fill("/srv/second");
  await page.getByRole("button", { name: "Save" }).tap();
  await page.getByText("/srv/second").waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.getByRole("main").getByRole("button", { name: /^More/ }).tap();
  await page.getByRole("menuitem", { name: "Delete" }).tap();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).tap();
  await page.getByRole("heading", { name: "Blocks", level: 1 }).waitFor();
  const left = await journey.client.blockDocuments.list({ body: {} });
  expect(left.map(({ name }) => name).toSorted()).toEqual(["archive", "warehouse"]);
}, 120_000);

test("an automation is made, switched off, changed and deleted by touch", async () => {
  const page = await journey.open("/automations", phone);
  await page.getByRole("link", { name: "New automation" }).tap();
  await page.getByRole("combobox", { name: "Watch" }).selectOption({ label: "The status of work pools" });
  await page.getByRole("button", { name: "Next" }).tap();
  await page.getByRole("button", { name: "Add an action" }).tap();
  await page.getByRole("combobox", { name: "Do", exact: true }).selectOption({ label: "Pause a work pool" });
  await page.getByRole("combobox", { name: "Which one" }).selectOption({ index: 1 });
  await page.getByRole("button", { name: "Next" }).tap();
  await page.getByRole("textbox", { name: "Name" }).fill("by touch");
  await page.getByRole("button", { name: "Create the automation" }).tap();
  await page.getByRole("heading", { name: "by touch", level: 1 }).waitFor();
  const stored = async () => (await journey.client.automations.list({ body: {} })).find(({ name }) => name.startsWith("by touch"));
  expect(await stored()).toMatchObject({ enabled: true, actions: [{ type: "pause-work-pool", source: "inferred" }] });
  await page
    .getByRole("main")
    .locator("label")
    .filter({ has: page.getByRole("switch") })
    .first()
    .tap();
  await expect.poll(async () => (await stored())?.enabled, { timeout: 20_000 }).toBe(false);

  await page.getByRole("link", { name: "Edit" }).tap();
  await page.getByRole("heading", { name: "Edit by touch", level: 1 }).waitFor();
  for (const _ of ["actions", "details"]) await page.getByRole("button", { name: "Next" }).tap();
  await page.getByRole("textbox", { name: "Name" }).fill("by touch again");
  await page.getByRole("button", { name: /^Save/ }).tap();
  await page.getByRole("heading", { name: "by touch again", level: 1 }).waitFor();
  expect(await stored()).toMatchObject({ name: "by touch again", enabled: false });
  await page.getByRole("main").getByRole("button", { name: /^More/ }).tap();
  await page.getByRole("menuitem", { name: "Delete" }).tap();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).tap();
  await page.getByRole("heading", { name: "Automations", level: 1 }).waitFor();
  expect(await stored()).toBeUndefined();
}, 120_000);
