import type { Flow } from "@millrace/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countRequests, expectNoAxeViolations, waitUntilLive } from "./harness/page-checks.ts";
import { type Journey, startJourney } from "./harness/start-journey.ts";

let journey: Journey;
let orders: Flow;

beforeAll(async () => {
  journey = await startJourney();
  const { client } = journey;
  orders = await client.flows.create({ body: { name: "orders", tags: ["prod"] } });
  for (const name of ["first", "second", "third"]) await client.flows.create({ body: { name } });
  await client.deployments.create({ body: { name: "nightly", flow_id: orders.id } });
  const run = await client.flowRuns.create({ body: { flow_id: orders.id, name: "early-bird" } });
  await client.taskRuns.create({
    body: { flow_run_id: run.id, task_key: "load", dynamic_key: "0", name: "load", state: { type: "COMPLETED" } },
  });
  for (const type of ["RUNNING", "COMPLETED"] as const)
    await client.flowRuns.setState({ id: run.id, body: { state: { type }, force: true } });
});
afterAll(() => journey?.stop());

test("flows are listed in two requests, kept current, filtered and deleted", async () => {
  const page = await journey.open("/flows");
  await page.getByRole("link", { name: /Last run, early-bird/ }).waitFor();
  await waitUntilLive(page);
  const sent = await countRequests(page, async () => {
    await page.reload();
    await page.getByRole("link", { name: /Last run, early-bird/ }).waitFor();
  });
  expect(sent.toSorted()).toEqual(["POST /flows/paginate", "POST /ui/flows/summary"]);
  await expectNoAxeViolations(page);
  await waitUntilLive(page);
  const run = await journey.client.flowRuns.create({ body: { flow_id: orders.id, name: "newcomer" } });
  await journey.client.flowRuns.setState({ id: run.id, body: { state: { type: "RUNNING" }, force: true } });
  await page.getByRole("link", { name: /Last run, newcomer/ }).waitFor();
  await page.getByRole("button", { name: "prod" }).click();
  await page.getByRole("row", { name: /first/ }).waitFor({ state: "detached" });
  expect(new URL(page.url()).search).toBe("?q=tag:prod");
  await page.goBack();
  for (const name of ["first", "second"]) await page.getByRole("checkbox", { name: `Select ${name}` }).check();
  await page.getByRole("region", { name: "Chosen flows" }).getByRole("button", { name: "Delete" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete: 2 flows" });
  await dialog.getByRole("list", { name: "Flows it would take" }).getByText("second").waitFor();
  await dialog.getByRole("button", { name: "Delete: 2 flows" }).click();
  await dialog.getByText("Done with 2 flows").waitFor();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await page.getByRole("row", { name: /first/ }).waitFor({ state: "detached" });
  expect((await journey.client.flows.list({ body: {} })).map(({ name }) => name)).toEqual(["orders", "third"]);
});

test("a flow shows its runs, deployments and trend on a phone, and its tags are changed", async () => {
  const page = await journey.open(`/flows/flow/${orders.id}`, { width: 360, height: 740 });
  await page.getByRole("link", { name: "early-bird" }).first().waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.getByRole("tab", { name: "Deployments" }).click();
  await page.getByRole("link", { name: "nightly" }).waitFor();
  await page.getByRole("tab", { name: "Trend" }).click();
  await page.getByRole("list", { name: "Runs over time", exact: true }).waitFor();
  await page
    .getByRole("list", { name: "Task runs over time" })
    .getByRole("img", { name: /1 completed/ })
    .waitFor();
  await expectNoAxeViolations(page);
  await page.getByRole("tab", { name: "Details" }).click();
  await page.getByLabel("Tags").first().fill("nightly");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Save the tags" }).click();
  await expect.poll(async () => (await journey.client.flows.get({ id: orders.id })).tags).toEqual(["prod", "nightly"]);
  await page.getByRole("button", { name: "More about orders" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("dialog", { name: "Delete the flow orders?" }).getByRole("button", { name: "Delete" }).click();
  await page.waitForURL(/\/flows$/);
  await expect(journey.client.flows.get({ id: orders.id })).rejects.toThrow();
});
