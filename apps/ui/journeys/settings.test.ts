import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoAxeViolations } from "./harness/page-checks.ts";
import { type Journey, startJourney } from "./harness/start-journey.ts";

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.stop());

test("what people prefer changes the pages at once and survives a reload", async () => {
  const page = await journey.open("/settings");
  await page.waitForURL(/\/settings\/appearance$/);
  await expectNoAxeViolations(page);
  await page.getByText("Dark", { exact: true }).click();
  await page.locator('html[data-mantine-color-scheme="dark"]').waitFor({ state: "attached" });
  await page.getByRole("radio", { name: "Deuteranopia" }).check();
  await page.getByRole("tab", { name: "Time" }).click();
  await page.getByRole("combobox", { name: "Time zone" }).fill("Tokyo");
  await page.getByRole("option", { name: "Asia/Tokyo" }).click();
  await page
    .getByText(/GMT\+9/)
    .first()
    .waitFor();
  await page.reload();
  await page
    .getByText(/GMT\+9/)
    .first()
    .waitFor();
  await page.locator('html[data-mantine-color-scheme="dark"]').waitFor({ state: "attached" });
  const again = await journey.open("/settings/time");
  await again.getByRole("combobox", { name: "Time zone" }).waitFor();
  await expectNoAxeViolations(again);
});

test("the server's settings are found by parts of their names, and it says what it is", async () => {
  const page = await journey.open("/settings/server?q=csrf");
  await page.getByRole("row", { name: /csrf_protection_enabled/ }).waitFor();
  expect(await page.getByRole("row", { name: /logging/ }).count()).toBe(0);
  await expectNoAxeViolations(page);
  await page.getByRole("tab", { name: "About" }).click();
  const version = await journey.client.admin.getVersion();
  await page.getByText(version, { exact: true }).first().waitFor();
  await page.getByText("answers", { exact: true }).waitFor();
  await page.getByText(journey.server.url.replace(/\/$/, ""), { exact: true }).waitFor();
  await expectNoAxeViolations(page);
  await page.getByRole("tab", { name: "Shortcuts" }).click();
  await page.getByText("Show the keyboard shortcuts").waitFor();
});
