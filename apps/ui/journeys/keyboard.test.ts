import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Journey, startJourney } from "./harness/start-journey.ts";

let journey: Journey;
let runId: string;
beforeAll(async () => {
  journey = await startJourney({ authString: "admin:secret" });
  const { client } = journey;
  const flow = await client.flows.create({ body: { name: "orders" } });
  const parameter_openapi_schema = { type: "object", required: ["region"], properties: { region: { type: "string", title: "Region" } } };
  const { id: deployment_id } = await client.deployments.create({ body: { name: "nightly", flow_id: flow.id, parameter_openapi_schema } });
  const run = await client.flowRuns.create({ body: { flow_id: flow.id, deployment_id, name: "brisk-otter", state: { type: "RUNNING" } } });
  runId = run.id;
  const line = { flow_run_id: runId, name: "prefect.flow_runs", level: 20, timestamp: new Date().toISOString() };
  await client.logs.create({ body: [{ ...line, message: "Read 500 rows" }] });
});
afterAll(() => journey?.stop());

const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement || element.contains(document.activeElement));

/** Goes on with the Tab key until something has the focus; fails when the keyboard does not get there. */
const tabTo = async (page: Page, target: Locator): Promise<void> => {
  await target.waitFor();
  for (let presses = 0; presses < 80; presses += 1) {
    if (await hasFocus(target)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`The keyboard does not lead to ${target}.`);
};

const press = async (page: Page, target: Locator, key = "Enter"): Promise<void> => {
  await tabTo(page, target);
  await page.keyboard.press(key);
};

const jump = async (page: Page, key: string, title: string): Promise<void> => {
  await page.keyboard.press("g");
  await page.keyboard.press(key);
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
};

test("all primary tasks are done without a mouse", async () => {
  const { client } = journey;
  const page = await journey.open("/runs");
  await page.getByLabel("Credentials", { exact: true }).waitFor();
  await page.keyboard.type("admin:secret");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Runs" }).waitFor();

  await page.keyboard.press("Control+k");
  await page.getByRole("textbox", { name: "Search" }).waitFor();
  await page.keyboard.type("brisk");
  await page.getByRole("dialog").getByText("brisk-otter").waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/runs/flow-run/${runId}`);

  await tabTo(page, page.getByRole("tab", { selected: true }));
  const logs = page.getByRole("tab", { name: /^Logs/ });
  for (let presses = 0; presses < 12 && (await logs.getAttribute("aria-selected")) !== "true"; presses += 1)
    await page.keyboard.press("ArrowRight");
  await page.getByRole("region", { name: "Log lines" }).getByText("Read 500 rows").waitFor();

  await page.keyboard.press("Control+k");
  await page.getByRole("textbox", { name: "Search" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  const cancel = page.getByRole("main").getByRole("button", { name: "Cancel" });
  await press(page, cancel);
  const dialog = page.getByRole("dialog", { name: "Cancel brisk-otter?" });
  await press(page, dialog.getByRole("button", { name: "Cancel the run" }));
  await dialog.waitFor({ state: "hidden" });
  await expect.poll(async () => (await client.flowRuns.get({ id: runId })).state_type).toMatch(/CANCELL/);

  await jump(page, "d", "Deployments");
  await press(page, page.getByRole("main").getByRole("link", { name: "nightly" }).first());
  await page.getByRole("heading", { level: 1, name: "nightly" }).waitFor();
  await press(page, page.getByRole("button", { name: "Quick run" }));
  await page.waitForURL(/\/run$/);
  await tabTo(page, page.getByLabel("Region").first());
  await page.keyboard.type("eu");
  await press(page, page.getByRole("button", { name: "Run", exact: true }));
  await page.waitForURL(/\/runs\/flow-run\//);
  const made = /[0-9a-f-]{36}/.exec(page.url())?.[0] ?? "";
  expect((await client.flowRuns.get({ id: made })).parameters).toEqual({ region: "eu" });

  await jump(page, "v", "Variables");
  await press(page, page.getByRole("button", { name: "New variable" }).first());
  const form = page.getByRole("dialog", { name: "New variable" });
  await tabTo(page, form.getByLabel("Name"));
  await page.keyboard.type("region");
  await tabTo(page, form.getByRole("textbox", { name: "Value" }));
  await page.keyboard.press("Control+a");
  await page.keyboard.type('"eu"');
  await press(page, form.getByRole("button", { name: "Create the variable" }));
  await form.waitFor({ state: "hidden" });
  expect((await client.variables.getByName({ name: "region" })).value).toBe("eu");

  await jump(page, "p", "Work pools");
  await press(page, page.getByRole("link", { name: "Create a work pool" }).first());
  await press(page, page.getByRole("radio", { name: "Process" }), "Space");
  await press(page, page.getByRole("button", { name: "Next" }));
  await tabTo(page, page.getByRole("textbox", { name: "Name" }));
  await page.keyboard.type("local");
  await press(page, page.getByRole("button", { name: "Next" }));
  await press(page, page.getByRole("button", { name: "Create the work pool" }));
  await page.waitForURL("**/work-pools/work-pool/local");
  expect(await client.workPools.get({ name: "local" })).toMatchObject({ type: "process" });
}, 180_000);
