import type { Deployment } from "@millrace/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoAxeViolations } from "./harness/page-checks.ts";
import { type Journey, startJourney } from "./harness/start-journey.ts";

const schema = {
  type: "object",
  required: ["store"],
  properties: { store: { title: "store", block_type_slug: "depot", allOf: [{ $ref: "#/definitions/Depot" }] } },
  definitions: {
    Depot: { title: "Depot", block_type_slug: "depot", type: "object", required: ["shelf"], properties: { shelf: { type: "string" } } },
  },
};

let journey: Journey;
let nightly: Deployment;

beforeAll(async () => {
  journey = await startJourney();
  const { client } = journey;
  await client.workPools.create({ body: { name: "local", type: "process" } });
  await client.workQueues.createInPool({ work_pool_name: "local", body: { name: "fast" } });
  const type = await client.blockTypes.create({ body: { name: "Depot", slug: "depot" } });
  const fields = { title: "Depot", type: "object", properties: { shelf: { title: "shelf", type: "string" } }, block_type_slug: "depot" };
  await client.blockSchemas.create({ body: { block_type_id: type.id, fields, capabilities: [] } });
  const flow = await client.flows.create({ body: { name: "orders" } });
  nightly = await client.deployments.create({
    body: {
      flow_id: flow.id,
      name: "nightly",
      work_pool_name: "local",
      tags: ["prod"],
      parameter_openapi_schema: schema,
      schedules: [{ schedule: { cron: "0 2 * * *", timezone: "UTC" } }],
    },
  });
});
afterAll(() => journey?.stop());

test("a form that the server refused is not left by mistake either", async () => {
  const page = await journey.open("/deployments/create?flow=orders");
  await page.getByRole("textbox", { name: "Name" }).fill("nightly");
  await page.getByRole("button", { name: "Create the deployment" }).click();
  await page.getByText("has a deployment nightly already").waitFor();
  await page.getByRole("link", { name: "Variables" }).click();
  const question = page.getByRole("dialog", { name: "Leave what you typed?" });
  await question.getByRole("button", { name: "Cancel" }).click();
  expect(await page.getByRole("textbox", { name: "Name" }).inputValue()).toBe("nightly");
  await page.getByRole("textbox", { name: "Name" }).fill("weekly");
  await page.getByRole("button", { name: "Create the deployment" }).click();
  await page.getByRole("heading", { level: 1, name: "weekly" }).waitFor();
});

test("an automation that is edited is not left by mistake, whatever step it is at", async () => {
  const trigger = { type: "event", posture: "Reactive", match: {}, expect: ["depot.full"], threshold: 1, within: 0 } as const;
  const { id } = await journey.client.automations.create({ body: { name: "tidy", trigger, actions: [{ type: "do-nothing" }] } });
  const page = await journey.open(`/automations/automation/${id}/edit?step=details`);
  await page.getByRole("textbox", { name: "Name" }).fill("tidier");
  await page.getByRole("button", { name: "Back" }).click();
  await page.getByRole("button", { name: "Add an action" }).waitFor();
  await page.getByRole("link", { name: "Variables" }).click();
  const question = page.getByRole("dialog", { name: "Leave what you typed?" });
  await question.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Next" }).click();
  expect(await page.getByRole("textbox", { name: "Name" }).inputValue()).toBe("tidier");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { level: 1, name: "tidier" }).waitFor();
});

test("a dialog asks before what was typed into it is thrown away", async () => {
  const page = await journey.open(`/deployments/deployment/${nightly.id}?tab=schedules`);
  await page.getByRole("button", { name: "Add a schedule" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a schedule" });
  await dialog.getByRole("textbox", { name: "Slug" }).waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });

  await page.getByRole("button", { name: "Add a schedule" }).click();
  await dialog.getByRole("textbox", { name: "Slug" }).fill("noon");
  await page.keyboard.press("Escape");
  const question = page.getByRole("dialog", { name: "Throw away what you typed?" });
  await question.waitFor();
  await expectNoAxeViolations(page);
  await question.getByRole("button", { name: "Cancel" }).click();
  expect(await dialog.getByRole("textbox", { name: "Slug" }).inputValue()).toBe("noon");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.waitFor({ state: "hidden" });
  expect((await journey.client.deployments.get({ id: nightly.id })).schedules).toHaveLength(1);
});

test("a run is copied with all that it was given, and a block it needs is made on the way", async () => {
  const { client } = journey;
  const run = await client.deployments.createFlowRun({
    id: nightly.id,
    body: {
      parameters: {},
      enforce_parameter_schema: false,
      tags: ["by-hand"],
      work_queue_name: "fast",
      job_variables: { cpu: 2 },
      empirical_policy: { retries: 3, retry_delay: 30 },
    },
  });
  const page = await journey.open(`/runs/flow-run/${run.id}`);
  await page.getByRole("button", { name: "Copy to new run" }).click();
  expect(await page.getByRole("textbox", { name: "Retries", exact: true }).inputValue()).toBe("3");
  expect(await page.getByRole("textbox", { name: "Seconds between retries" }).inputValue()).toBe("30");

  await page.getByRole("button", { name: "New block for store" }).click();
  const dialog = page.getByRole("dialog", { name: "New depot block" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("north");
  await expectNoAxeViolations(page);
  await dialog.getByRole("button", { name: "Create the block" }).click();
  await dialog.waitFor({ state: "hidden" });
  expect(await page.getByRole("combobox", { name: "store" }).inputValue()).toBe("north");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.waitForURL((url) => url.pathname.startsWith("/runs/flow-run/"));

  const id = /[0-9a-f-]{36}/.exec(page.url())?.[0] ?? "";
  const [block] = await client.blockDocuments.list({ body: { block_documents: { name: { any_: ["north"] } } } });
  expect(await client.flowRuns.get({ id })).toMatchObject({
    work_queue_name: "fast",
    job_variables: { cpu: 2 },
    empirical_policy: { retries: 3, retry_delay: 30 },
    tags: expect.arrayContaining(["prod", "by-hand"]),
    parameters: { store: { $ref: expect.stringMatching(block?.id ?? "no block") } },
  });
});

test("a list begins with the view that was chosen for that", async () => {
  const page = await journey.open("/deployments?q=tag:prod");
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "Save this filter" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("in production");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "in production" }).click();
  await page.getByRole("menuitem", { name: "Always begin with in production" }).click();
  await page.goto(`${journey.origin}/deployments`);
  await page.getByRole("button", { name: "Remove tag:prod" }).waitFor();
  await page.getByRole("button", { name: "in production" }).click();
  await page.getByRole("menuitem", { name: "Begin with everything again" }).click();
  await page.goto(`${journey.origin}/deployments`);
  await page.getByRole("row", { name: /weekly/ }).waitFor();
});

test("work on many goes on when its dialog is closed, and its end is told", async () => {
  const flow = await journey.client.flows.create({ body: { name: "many" } });
  for (const name of ["one", "two", "three"]) await journey.client.deployments.create({ body: { flow_id: flow.id, name } });
  const page = await journey.open("/deployments?q=flow:many");
  // Held up, so that the dialog can be closed in between.
  const held = Promise.withResolvers<void>();
  await page.route(/\/api\/ui\/bulk\/[0-9a-f-]{36}$/, async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.getByRole("row", { name: /three/ }).waitFor();
  await page.getByRole("checkbox", { name: "Select all rows of this page" }).check();
  await page.getByRole("region", { name: "Chosen deployments" }).getByRole("button", { name: "Delete" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete: 3 deployments" });
  await dialog.getByRole("button", { name: "Delete: 3 deployments" }).click();
  await dialog.getByRole("link", { name: "The outcome of each" }).waitFor();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await dialog.waitFor({ state: "hidden" });
  held.resolve();
  await page.getByText("3 of 3 deployments deleted.").waitFor();
  await page.getByText("No deployment matches").waitFor();
});
