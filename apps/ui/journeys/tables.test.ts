import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoAxeViolations } from "./harness/page-checks.ts";
import { type Journey, startJourney } from "./harness/start-journey.ts";

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
  for (const name of ["region", "rows"]) await journey.client.variables.create({ body: { name, value: "eu" } });
});
afterAll(() => journey?.stop());

test("columns are as wide as they are dragged, on every visit, and rows stay cards on a phone", async () => {
  const page = await journey.open("/variables");
  await page.getByRole("row", { name: /region/ }).waitFor();
  const head = page.getByRole("columnheader", { name: "Name" });
  const widthOf = async (): Promise<number> => Math.round((await head.boundingBox())?.width ?? 0);
  const before = await head.boundingBox();
  if (before === null) throw new Error("The column cannot be seen.");
  const { x, y, width, height } = before;
  await page.mouse.move(x + width, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width + 40, y + height / 2);
  await page.mouse.move(x + width + 90, y + height / 2);
  await page.mouse.up();
  await expect.poll(async () => Math.abs((await widthOf()) - width - 90)).toBeLessThanOrEqual(2);
  expect(new URL(page.url()).search).toBe("");
  const dragged = await widthOf();
  await page.reload();
  await page.getByRole("row", { name: /region/ }).waitFor();
  await expect.poll(widthOf).toBe(dragged);
  await expectNoAxeViolations(page);

  await page.getByRole("button", { name: "Choose the columns" }).press("Enter");
  await page.getByRole("button", { name: "Make Name narrower" }).press("Enter");
  await expect.poll(widthOf).toBe(dragged - 24);
  await page.getByRole("button", { name: "Fit the widths again" }).press("Enter");
  await expect.poll(async () => Math.abs((await widthOf()) - width)).toBeLessThanOrEqual(2);
  await page.getByRole("button", { name: "Make Name wider" }).press("Enter");
  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByRole("row", { name: /region/ }).waitFor();
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await expect.poll(async () => (await page.getByRole("row", { name: /region/ }).boundingBox())?.width).toBeLessThanOrEqual(360);
});

test("a link to a page of a list shows the same rows to whoever prefers another length", async () => {
  for (let number = 10; number < 30; number += 1)
    await journey.client.variables.create({ body: { name: `many_${number}`, value: number } });
  const page = await journey.open("/settings/appearance");
  await page.getByRole("textbox", { name: "Rows of a page" }).fill("10");
  await page.keyboard.press("Tab");
  await page.goto(`${journey.origin}/variables?q=many`);
  await page.getByRole("row", { name: /many_19/ }).waitFor();
  expect(await page.getByRole("row", { name: /many_/ }).count()).toBe(10);
  await page.getByRole("button", { name: "Page 2" }).click();
  await page.getByRole("row", { name: /many_20/ }).waitFor();
  const other = await journey.open(new URL(page.url()).pathname + new URL(page.url()).search);
  await other.getByRole("row", { name: /many_20/ }).waitFor();
  const names = (shown: typeof page) =>
    shown
      .getByRole("row", { name: /many_/ })
      .getByRole("rowheader")
      .or(shown.getByRole("cell", { name: /^many_/ }));
  expect(await names(other).allTextContents()).toEqual(await names(page).allTextContents());
});
