import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countRequests, expectNoAxeViolations, flip } from "./harness/page-checks.ts";
import { type Journey, startJourney } from "./harness/start-journey.ts";

let journey: Journey;
let deploymentId: string;
let notifierId: string;

const parameter_openapi_schema = {
  type: "object",
  required: ["region"],
  properties: { region: { type: "string", title: "Region" }, rows: { type: "integer", title: "Rows", default: 5 } },
};

beforeAll(async () => {
  journey = await startJourney();
  const { client } = journey;
  const flow = await client.flows.create({ body: { name: "ingest" } });
  await client.workPools.create({ body: { name: "machines", type: "process" } });
  const deployment = await client.deployments.create({
    body: { name: "nightly", flow_id: flow.id, work_pool_name: "machines", parameter_openapi_schema, parameters: { region: "eu" } },
  });
  deploymentId = deployment.id;
  const type = await client.blockTypes.create({ body: { name: "Pager", slug: "pager" } });
  const schema = await client.blockSchemas.create({
    body: { block_type_id: type.id, capabilities: ["notify"], fields: { type: "object", properties: { url: { type: "string" } } } },
  });
  const notifier = await client.blockDocuments.create({
    body: {
      name: "alerts",
      block_type_id: type.id,
      block_schema_id: schema.id,
      data: { url: "https://hooks.example.com/a" },
    },
  });
  notifierId = notifier.id;
}, 120_000);
afterAll(() => journey?.stop());

const choose = async (page: Page, label: string, option: string): Promise<void> => {
  await page.getByRole("combobox", { name: label }).click();
  await page.getByRole("option", { name: option }).click();
};

const only = async () => {
  const [automation, ...others] = await journey.client.automations.list({ body: {} });
  expect(others).toEqual([]);
  if (automation === undefined) throw new Error("No automation was stored.");
  return automation;
};

test("an automation is built step by step, and stored as it was said", async () => {
  const page = await journey.open("/automations");
  await page.getByText("No automations yet").waitFor();
  await page.getByRole("alert").getByText("This server keeps automations").waitFor();
  await page.getByRole("link", { name: "New automation" }).first().click();
  await page.getByText("Acts when any flow run gets into Failed or Crashed.").waitFor();
  await choose(page, "Flows", "ingest");
  await page.keyboard.press("Escape");
  await page.getByText("Acts when a run of ingest gets into Failed or Crashed.").waitFor();
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Next" }).click();

  await page.getByRole("button", { name: "Add an action" }).click();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("alert").getByText("Action 1: Choose what it is done to").waitFor();
  await choose(page, "Deployment", "ingest/nightly");
  await page.getByRole("textbox", { name: "Region" }).fill("us");
  await page.getByRole("button", { name: "Add an action" }).click();
  await choose(page, "Block", "alerts");
  await page.getByRole("textbox", { name: "Text" }).fill("{% if %}");
  await page.getByText(/^Line 1/).waitFor();
  await page.getByRole("textbox", { name: "Text" }).fill("{{ flow_run.name }} has failed");
  await page.getByText(/^Line 1/).waitFor({ state: "detached" });
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Next" }).click();

  await page.getByText("Run deployment ingest/nightly").waitFor();
  await page.getByRole("textbox", { name: "Name" }).fill("failures");
  await page.reload();
  expect(await page.getByRole("textbox", { name: "Name" }).inputValue()).toBe("failures");
  await page.getByRole("button", { name: "Create the automation" }).click();
  await page.getByRole("heading", { name: "failures", level: 1 }).waitFor();
  await expectNoAxeViolations(page);

  const [flow] = await journey.client.flows.list({ body: {} });
  expect(await only()).toMatchObject({
    name: "failures",
    enabled: true,
    trigger: {
      type: "event",
      posture: "Reactive",
      match: { "prefect.resource.id": "prefect.flow-run.*" },
      match_related: { "prefect.resource.role": "flow", "prefect.resource.id": [`prefect.flow.${flow?.id}`] },
      for_each: ["prefect.resource.id"],
    },
    actions: [
      { type: "run-deployment", source: "selected", deployment_id: deploymentId, parameters: { region: "us" } },
      { type: "send-notification", block_document_id: notifierId, body: "{{ flow_run.name }} has failed" },
    ],
  });
}, 120_000);

test("an automation is switched off, changed, made again and deleted", async () => {
  const page = await journey.open("/automations");
  await flip(page, "failures is enabled");
  await page.getByText("Disabled failures").waitFor();
  expect(await only()).toMatchObject({ enabled: false });

  await page.getByRole("button", { name: "More about failures" }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await page.getByRole("combobox", { name: "When it" }).selectOption("stays");
  await page.getByText("stays in Failed or Crashed for 10m 00s", { exact: false }).waitFor();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("button", { name: "Remove action 1" }).click();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { name: "failures", level: 1 }).waitFor();
  expect(await only()).toMatchObject({
    trigger: { posture: "Proactive", within: 600, expect: ["prefect.flow-run.*"] },
    actions: [{ type: "send-notification" }],
  });

  await page.getByRole("button", { name: "More about failures" }).click();
  await page.getByRole("menuitem", { name: "Duplicate" }).click();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("button", { name: "Create the automation" }).click();
  await page.getByRole("heading", { name: "failures (copy)", level: 1 }).waitFor();
  await page.getByRole("button", { name: "More about failures (copy)" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.waitForURL(/\/automations$/);
  expect(await only()).toMatchObject({ name: "failures" });
}, 120_000);

test("triggers that hold others are built with fields, on a phone too, and what is missing is told with its place", async () => {
  const page = await journey.open("/automations/create", { width: 360, height: 740 });
  await page.getByRole("combobox", { name: "Watch" }).selectOption("compound");
  await page.getByText("Acts when all of 2 triggers fire within 1h 00m.").waitFor();
  await page.getByRole("combobox", { name: "Fire when" }).selectOption("some");
  await page.getByRole("textbox", { name: "How many" }).fill("2");
  const second = page.getByRole("region", { name: "Trigger 2", exact: true });
  await second.getByRole("combobox", { name: "Watch" }).selectOption("sequence");
  await second.getByRole("checkbox", { name: "All of it within a limited time" }).uncheck();
  const inner = page.getByRole("region", { name: "Trigger 2.2" });
  await inner.getByRole("combobox", { name: "Watch" }).selectOption("event");
  await inner.getByLabel("Events", { exact: true }).fill("shop.sold");
  await inner.getByLabel("Events", { exact: true }).press("Enter");
  await inner.getByText("Fires when prefect.deployment.not-ready or shop.sold comes.").waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Move trigger 2.2 up" }).click();
  await page
    .getByRole("region", { name: "Trigger 2.1" })
    .getByText("Fires when prefect.deployment.not-ready or shop.sold comes.")
    .waitFor();

  await page.getByRole("button", { name: "Remove trigger 1", exact: true }).click();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("alert").getByText("It waits for 2 of 1 triggers.").waitFor();
  await page.getByRole("button", { name: "Add a trigger", exact: true }).click();
  await page.getByText("Acts when 2 of 2 triggers fire within 1h 00m.").waitFor();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByText("prefect.deployment.not-ready or shop.sold comes").waitFor();
  await page.getByRole("textbox", { name: "Name" }).fill("sold and down");
  await page.getByRole("button", { name: "Create the automation" }).click();
  await page.getByRole("heading", { name: "sold and down", level: 1 }).waitFor();
  await expectNoAxeViolations(page);
  const [stored] = await journey.client.automations.list({ body: { automations: { name: { any_: ["sold and down"] } } } });
  expect(stored?.trigger).toMatchObject({
    type: "compound",
    require: 2,
    within: 3600,
    triggers: [
      {
        type: "sequence",
        within: null,
        triggers: [{ expect: ["prefect.deployment.not-ready", "shop.sold"] }, { expect: ["prefect.deployment.not-ready"] }],
      },
      { expect: ["prefect.deployment.not-ready"] },
    ],
  });
  await page.goto(`${journey.origin}/automations/automation/${stored?.id}/edit`);
  await page.getByRole("region", { name: "Trigger 1.2" }).waitFor();
  await journey.client.automations.delete({ id: stored?.id ?? "" });
}, 120_000);

test("a trigger is written as JSON, and what the server refuses is told", async () => {
  const trigger = {
    type: "event",
    posture: "Reactive",
    expect: ["shop.order.*"],
    match: { "prefect.resource.id": "shop.*" },
    for_each: [],
  };
  const query = new URLSearchParams({ trigger: JSON.stringify(trigger) });
  const page = await journey.open(`/automations/create?${query}`);
  await page.getByText("Acts when shop.order.* comes.").waitFor();
  await expectNoAxeViolations(page);
  await page.getByText("JSON", { exact: true }).click();
  const editor = page.getByRole("textbox", { name: "Trigger" });
  await editor.fill("{");
  await page.getByRole("alert").getByText("This cannot be read").waitFor();
  await editor.fill(
    JSON.stringify({ type: "compound", require: "all", within: 60, triggers: [{ ...trigger, posture: "Proactive", within: 1 }] }),
  );
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("orders");
  await page.getByRole("button", { name: "Create the automation" }).click();
  await page
    .getByRole("alert")
    .getByText(/must be greater than or equal to 10 seconds/)
    .waitFor();
  await page.getByRole("button", { name: "Back" }).click();
  await page.getByRole("button", { name: "Back" }).click();
  await page.getByText("JSON", { exact: true }).click();
  await page
    .getByRole("textbox", { name: "Trigger" })
    .fill(JSON.stringify({ type: "sequence", within: null, triggers: [trigger, trigger] }));
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("button", { name: "Next" }).click();
  expect(await page.getByRole("textbox", { name: "Name" }).inputValue()).toBe("orders");
  await page.getByRole("button", { name: "Create the automation" }).click();
  await page.getByRole("heading", { name: "orders", level: 1 }).waitFor();
  const [stored] = await journey.client.automations.list({ body: { automations: { name: { any_: ["orders"] } } } });
  expect(stored?.trigger).toMatchObject({ type: "sequence", triggers: [{ expect: ["shop.order.*"] }, { expect: ["shop.order.*"] }] });
}, 120_000);

test("automations are searched and sorted, as the address says, with as many requests for many as for few", async () => {
  const page = await journey.open("/automations");
  await page.getByRole("row", { name: /orders/ }).waitFor();
  const sent = await countRequests(page, () => page.reload());
  expect(sent.length).toBeLessThanOrEqual(6);
  await expectNoAxeViolations(page);
  await page.getByRole("searchbox").fill("ord");
  await page.getByRole("row", { name: /failures/ }).waitFor({ state: "detached" });
  await page.reload();
  await page.getByRole("row", { name: /orders/ }).waitFor();
  expect(new URL(page.url()).search).toBe("?q=ord");
  await page.getByRole("searchbox").fill("nothing like it");
  await page.getByText("No automation matches").waitFor();
  const phone = await journey.open("/automations", { width: 360, height: 740 });
  await phone.getByRole("link", { name: "orders" }).waitFor();
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await phone.goto(`${journey.origin}/automations/create`);
  await phone.getByText("Acts when").waitFor();
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
}, 120_000);
