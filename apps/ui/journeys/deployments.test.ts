import type { Deployment } from "@millrace/contract";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countRequests, expectNoAxeViolations, waitUntilLive } from "./harness/page-checks.ts";
import { type Journey, startJourney } from "./harness/start-journey.ts";

const schema = {
  title: "Parameters",
  type: "object",
  required: ["region"],
  properties: {
    region: { title: "region", type: "string", position: 0 },
    batch: { title: "batch", type: "integer", default: 500, position: 1 },
  },
};

let journey: Journey;
let nightly: Deployment;

/** A run that has ended, as a worker would leave it. */
const seedRun = async (id: string, type: "COMPLETED" | "FAILED"): Promise<void> => {
  const run = await journey.client.deployments.createFlowRun({ id, body: { parameters: { region: "us", batch: 7 } } });
  for (const state of ["RUNNING", type] as const)
    await journey.client.flowRuns.setState({ id: run.id, body: { state: { type: state }, force: true } });
};

beforeAll(async () => {
  journey = await startJourney();
  const { client } = journey;
  await client.workPools.create({ body: { name: "local", type: "process" } });
  const flow = await client.flows.create({ body: { name: "orders" } });
  const common = { flow_id: flow.id, work_pool_name: "local", parameter_openapi_schema: schema, enforce_parameter_schema: true };
  nightly = await client.deployments.create({
    body: {
      ...common,
      name: "nightly",
      tags: ["prod"],
      parameters: { region: "eu" },
      description: "# About\n\nReads **orders**.",
      schedules: [{ schedule: { cron: "0 2 * * *", timezone: "Europe/Berlin" }, slug: "night" }],
    },
  });
  await client.deployments.create({ body: { ...common, name: "asks", parameters: {} } });
  for (const name of ["one", "two", "three"]) await client.deployments.create({ body: { ...common, name, parameters: { region: "eu" } } });
  await seedRun(nightly.id, "COMPLETED");
  await seedRun(nightly.id, "FAILED");
  await client.deployments.update({ id: nightly.id, body: { version: "2" } });
});
afterAll(() => journey?.stop());

const get = (id: string) => journey.client.deployments.get({ id });
const getByName = (deployment_name: string) => journey.client.deployments.getByName({ flow_name: "orders", deployment_name });
const idIn = (page: Page): string => /[0-9a-f-]{36}/.exec(page.url())?.[0] ?? "";

test("deployments are listed in four requests, filtered, and changed several at once", async () => {
  const page = await journey.open("/deployments");
  await page.getByRole("row", { name: /nightly/ }).waitFor();
  await page.getByRole("list", { name: "Last runs of nightly" }).waitFor();
  await waitUntilLive(page);
  const sent = await countRequests(page, async () => {
    await page.reload();
    await page.getByRole("list", { name: "Last runs of nightly" }).waitFor();
    await page.getByText("50 %").waitFor();
  });
  expect(sent.toSorted()).toEqual([
    "POST /deployments/paginate",
    "POST /flows/filter",
    "POST /ui/deployments/health",
    "POST /ui/deployments/summary",
  ]);
  await expectNoAxeViolations(page);
  for (const name of ["one", "two"]) await page.getByRole("checkbox", { name: `Select ${name}` }).check();
  const chosen = page.getByRole("region", { name: "Chosen deployments" });
  await chosen.getByRole("button", { name: "Pause" }).click();
  const pause = page.getByRole("dialog", { name: "Pause: 2 deployments" });
  await pause.getByRole("button", { name: "Pause: 2 deployments" }).click();
  await pause.getByText("Done with 2 deployments").waitFor();
  await pause.getByRole("button", { name: "Close" }).last().click();
  expect([(await getByName("one")).paused, (await getByName("two")).paused, (await getByName("three")).paused]).toEqual([
    true,
    true,
    false,
  ]);
  await page.getByRole("combobox", { name: "Filter deployments" }).or(page.getByLabel("Filter deployments")).first().fill("is:paused");
  await page.keyboard.press("Enter");
  await page.getByRole("row", { name: /nightly/ }).waitFor({ state: "detached" });
  expect(new URL(page.url()).search).toBe("?q=is:paused");
  await page.getByRole("checkbox", { name: "Select one" }).check();
  await chosen.getByRole("button", { name: "Choose all 2 matching" }).click();
  await chosen.getByRole("button", { name: "Delete" }).click();
  const remove = page.getByRole("dialog", { name: "Delete: 2 deployments" });
  await remove.getByRole("button", { name: "Delete: 2 deployments" }).click();
  await remove.getByText("Done with 2 deployments").waitFor();
  await expectNoAxeViolations(page);
  await remove.getByRole("button", { name: "Close" }).last().click();
  await page.getByText("No deployment matches").waitFor();
  expect(await journey.client.deployments.count({ body: {} })).toBe(3);
});

test("a deployment shows how it fares and what was changed, and is paused and resumed", async () => {
  const page = await journey.open(`/deployments/deployment/${nightly.id}`);
  await page.getByRole("list", { name: "Runs over time" }).waitFor();
  await page.getByText("50.0 %").waitFor();
  await page.getByRole("region", { name: "Changes" }).getByText("version").first().waitFor();
  await page.getByRole("region", { name: "Next runs" }).getByRole("link").first().waitFor();
  await expectNoAxeViolations(page);
  const sent = await countRequests(page, () => page.reload());
  expect(sent.length).toBeLessThanOrEqual(7);
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByText(/None. The deployment is paused/).waitFor();
  expect((await get(nightly.id)).paused).toBe(true);
  await page.getByRole("button", { name: "Resume" }).click();
  await page.getByRole("button", { name: "Pause" }).waitFor();
  expect((await get(nightly.id)).paused).toBe(false);
  for (const [tab, text] of [
    ["Parameters", "the flow's own"],
    ["Configuration", "No limit"],
    ["Description", "Reads"],
    ["Triggers", "Nothing triggers it"],
  ] as const) {
    await page.getByRole("tab", { name: tab }).click();
    await page.getByText(text).first().waitFor();
  }
  await page.goto(`${journey.origin}/deployments/deployment/01a20292-0000-7000-8000-000000000000`);
  await page.getByText("There is no such deployment").waitFor();
});

test("a run gets what the form says, is refused with a reason at the field, and is shown", async () => {
  const asks = await getByName("asks");
  const page = await journey.open(`/deployments/deployment/${asks.id}`);
  await page.getByRole("button", { name: "Quick run" }).click();
  await page.waitForURL(/\/run$/);
  await page.getByRole("button", { name: "Throw the dice for a name" }).click();
  expect(await page.getByRole("textbox", { name: "Name" }).inputValue()).toMatch(/^[a-z]+-[a-z]+$/);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.locator('[aria-invalid="true"]').first().waitFor();
  await page.getByLabel("region").first().fill("ap");
  await page.getByLabel("Message").fill("by hand");
  await page.reload();
  await page.getByText("What you typed here before").waitFor();
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.waitForURL(/\/runs\/flow-run\//);
  const run = await journey.client.flowRuns.get({ id: idIn(page) });
  expect(run).toMatchObject({ parameters: { region: "ap" }, state: { type: "SCHEDULED", message: "by hand" } });

  await page.goto(`${journey.origin}/deployments/deployment/${nightly.id}/run?parameters=${encodeURIComponent('{"region":"xx"}')}`);
  await page.getByRole("region", { name: "What differs from the deployment" }).getByText("xx").waitFor();
  await page.getByRole("button", { name: "Presets" }).click();
  await page.getByRole("menuitem", { name: "Save these values" }).click();
  const saving = page.getByRole("dialog", { name: "Save these values" });
  await saving.getByLabel("Name").fill("Only xx");
  await saving.getByLabel("Share with everybody who uses this server").check();
  await saving.getByRole("button", { name: "Save" }).click();
  await saving.waitFor({ state: "detached" });
  expect(new URL(page.url()).pathname).toMatch(/\/run$/);
  await page.getByRole("button", { name: "Reset", exact: true }).click();
  await page.getByRole("region", { name: "What differs from the deployment" }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Presets" }).click();
  await page.getByRole("menuitem", { name: "Only xx" }).click();
  await page.getByRole("region", { name: "What differs from the deployment" }).getByText("xx").waitFor();
  await page.getByRole("button", { name: "Recent inputs" }).click();
  await page.getByRole("menuitem").first().click();
  await page.getByText("Start later").click();
  await page.getByLabel("Date and time").fill("2020-01-01T10:00");
  await page.getByRole("button", { name: "Schedule the run" }).click();
  await page.getByText("This has passed.").waitFor();
  await page.getByLabel("Date and time").fill("2090-01-01T10:00");
  await page.getByRole("button", { name: "Schedule the run" }).click();
  await page.waitForURL(/\/runs\/flow-run\//);
  const later = await journey.client.flowRuns.get({ id: idIn(page) });
  expect(later).toMatchObject({ parameters: { region: "us", batch: 7 }, expected_start_time: "2090-01-01T09:00:00Z" });
});

test("a deployment is made from scratch with a schedule, edited, duplicated and deleted", async () => {
  const page = await journey.open("/deployments/create?flow=brand-new");
  await page.getByRole("button", { name: "Create the deployment" }).click();
  await page.getByText("A deployment needs a name.").first().waitFor();
  await expectNoAxeViolations(page);
  await page.getByLabel("Name", { exact: false }).first().fill("scratch");
  await page.getByRole("combobox", { name: "Work pool" }).or(page.getByLabel("Work pool")).first().click();
  await page.getByRole("option", { name: "local" }).click();
  await page.getByLabel("Entrypoint").fill("flows/a.ts:a");
  await page.getByLabel("Runs at once").fill("2");
  await page.getByRole("button", { name: "Add a schedule" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a schedule" });
  await dialog.getByRole("list", { name: "Next dates" }).waitFor();
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByText("0 9 * * * (Europe/Berlin)").waitFor();
  await page.getByRole("button", { name: "Create the deployment" }).click();
  await page.waitForURL(/\/deployments\/deployment\/[0-9a-f-]{36}$/);
  const made = await get(idIn(page));
  expect(made).toMatchObject({
    name: "scratch",
    work_pool_name: "local",
    entrypoint: "flows/a.ts:a",
    global_concurrency_limit: { limit: 2 },
    schedules: [{ schedule: { cron: "0 9 * * *", timezone: "Europe/Berlin" }, active: true }],
  });

  await page.getByRole("link", { name: "Edit" }).click();
  await page.getByLabel("Description").fill("Says **more**");
  await page.getByRole("button", { name: "Save" }).click();
  await page.waitForURL(/\/deployments\/deployment\/[0-9a-f-]{36}$/);
  expect(await get(made.id)).toMatchObject({
    description: "Says **more**",
    entrypoint: "flows/a.ts:a",
    global_concurrency_limit: { limit: 2 },
  });

  await page.getByRole("button", { name: "More about scratch" }).click();
  await page.getByRole("menuitem", { name: "Duplicate" }).click();
  await page.getByLabel("Name", { exact: false }).first().fill("scratch");
  await page.getByRole("button", { name: "Create the copy" }).click();
  await page.getByText(/has a deployment scratch already/).waitFor();
  await page.getByLabel("Name", { exact: false }).first().fill("copied");
  await page.getByRole("button", { name: "Create the copy" }).click();
  await page.getByRole("heading", { name: "copied" }).waitFor();
  const copy = await get(idIn(page));
  expect(copy).toMatchObject({ name: "copied", flow_id: made.flow_id, description: "Says **more**", schedules: [{ active: false }] });

  await page.getByRole("button", { name: "More about copied" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("dialog", { name: "Delete the deployment copied?" }).getByRole("button", { name: "Delete" }).click();
  await page.waitForURL(/\/deployments$/);
  await expect(get(copy.id)).rejects.toThrow();
});
