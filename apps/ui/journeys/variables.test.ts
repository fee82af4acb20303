import { afterAll, beforeAll, expect, test } from "vitest";
import { countRequests, expectNoAxeViolations } from "./harness/page-checks.ts";
import { type Journey, startJourney } from "./harness/start-journey.ts";

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
  await journey.client.variables.create({ body: { name: "region", value: "eu", tags: ["prod"] } });
  await journey.client.variables.create({ body: { name: "batch_size", value: { rows: 500 }, tags: [] } });
});
afterAll(() => journey?.stop());

test("variables are listed, searched and filtered by tag, as the address says", async () => {
  const page = await journey.open("/variables");
  await page.getByRole("row", { name: /region/ }).waitFor();
  const sent = await countRequests(page, () => page.reload());
  expect(sent.filter((request) => request.includes("/variables/")).toSorted()).toEqual(["POST /variables/count", "POST /variables/filter"]);
  await expectNoAxeViolations(page);
  await page.getByRole("searchbox", { name: "Search variables by name" }).fill("batch");
  await page.getByRole("row", { name: /region/ }).waitFor({ state: "detached" });
  await page.reload();
  await page.getByRole("row", { name: /batch_size/ }).waitFor();
  expect(new URL(page.url()).search).toBe("?q=batch");
  await page.goto(`${journey.origin}/variables?tags=prod`);
  await page.getByRole("row", { name: /region/ }).waitFor();
  expect(await page.getByRole("row", { name: /batch_size/ }).count()).toBe(0);
  await page.getByRole("searchbox").fill("nothing like this");
  await page.getByText("No variable matches").waitFor();
  await page.getByRole("button", { name: "Clear the filter" }).click();
  await page.getByRole("row", { name: /batch_size/ }).waitFor();
});

test("a variable is made, refused with a reason, changed and deleted", async () => {
  const page = await journey.open("/variables", { width: 360, height: 740 });
  await page.getByRole("button", { name: "New variable" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New variable" });
  await dialog.getByLabel("Name").fill("Not Allowed");
  await dialog.getByRole("textbox", { name: "Value" }).fill("not json");
  await dialog.getByRole("button", { name: "Create the variable" }).click();
  await dialog.getByText(/This is not JSON/).waitFor();
  await expectNoAxeViolations(page);
  await dialog.getByRole("textbox", { name: "Value" }).fill('{"a": [1, 2]}');
  await dialog.getByRole("button", { name: "Create the variable" }).click();
  await dialog.getByText("The server refused this").waitFor();
  await dialog.getByLabel("Name").fill("allowed");
  await dialog.getByRole("button", { name: "Create the variable" }).click();
  await dialog.waitFor({ state: "hidden" });
  expect(await journey.client.variables.getByName({ name: "allowed" })).toMatchObject({ value: { a: [1, 2] }, tags: [] });

  await page.getByRole("button", { name: "More about allowed" }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  const edit = page.getByRole("dialog", { name: "Edit allowed" });
  await edit.getByRole("textbox", { name: "Value" }).fill("42");
  await edit.getByRole("button", { name: "Save" }).click();
  await edit.waitFor({ state: "hidden" });
  expect((await journey.client.variables.getByName({ name: "allowed" })).value).toBe(42);

  await page.getByRole("button", { name: "More about allowed" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("dialog", { name: "Delete allowed?" }).getByRole("button", { name: "Delete" }).click();
  await page.getByRole("row", { name: /allowed/ }).waitFor({ state: "detached" });
  expect(await journey.client.variables.count({ body: { variables: { name: { any_: ["allowed"] } } } })).toBe(0);
});
