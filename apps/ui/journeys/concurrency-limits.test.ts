import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countRequests, expectNoAxeViolations, flip } from "./harness/page-checks.ts";
import { type Journey, startJourney } from "./harness/start-journey.ts";

let journey: Journey;
let runId: string;
beforeAll(async () => {
  journey = await startJourney();
  const { client } = journey;
  const flow = await client.flows.create({ body: { name: "ingest" } });
  runId = (await client.flowRuns.create({ body: { flow_id: flow.id, name: "holder", state: { type: "RUNNING" } } })).id;
});
afterAll(() => journey?.stop());

const choose = async (page: Page, name: string, deed: string): Promise<void> => {
  await page.getByRole("button", { name: `More about ${name}` }).click();
  await page.getByRole("menuitem", { name: deed }).click();
};

const confirm = async (page: Page, title: string, deed: string): Promise<void> => {
  const dialog = page.getByRole("dialog", { name: title });
  await dialog.getByRole("button", { name: deed }).click();
  await dialog.waitFor({ state: "hidden" });
};

test("a global limit is made, refused with a reason, changed, reset and deleted", async () => {
  const { client } = journey;
  const page = await journey.open("/concurrency-limits");
  await page.getByText("No global limits yet").waitFor();
  await page.getByRole("button", { name: "Create a limit" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Create a concurrency limit" });
  await dialog.getByLabel("Name").fill("a/b");
  await dialog.getByRole("button", { name: "Create" }).click();
  await dialog.getByText("The server refused this").waitFor();
  await expectNoAxeViolations(page);
  await dialog.getByLabel("Name").fill("database");
  await dialog.getByRole("textbox", { name: "Limit" }).fill("3");
  await dialog.getByRole("button", { name: "Create" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page
    .getByRole("row", { name: /database/ })
    .getByText("0 / 3")
    .waitFor();
  const created = await client.concurrencyLimits.get({ id_or_name: "database" });
  expect(created).toMatchObject({ limit: 3, active: true, slot_decay_per_second: 0 });

  await choose(page, "database", "Edit");
  const edit = page.getByRole("dialog", { name: "Edit database" });
  await edit.getByLabel("Slots that come back per second").fill("0.5");
  await edit.getByRole("button", { name: "Save" }).click();
  await edit.waitFor({ state: "hidden" });
  await page.getByText("0.5 per second").waitFor();
  expect(await client.concurrencyLimits.get({ id_or_name: "database" })).toMatchObject({ slot_decay_per_second: 0.5 });

  await flip(page, "database is active");
  await page.getByText("database lets everybody pass").waitFor();
  expect((await client.concurrencyLimits.get({ id_or_name: "database" })).active).toBe(false);

  await client.concurrencyLimits.update({ id_or_name: "database", body: { active_slots: 2, slot_decay_per_second: 0 } });
  await page.reload();
  await page.getByText("2 / 3").waitFor();
  await choose(page, "database", "Reset");
  await confirm(page, "Take back all slots of database?", "Reset");
  await page.getByText("0 / 3").waitFor();
  expect((await client.concurrencyLimits.get({ id_or_name: "database" })).active_slots).toBe(0);

  await choose(page, "database", "Delete");
  await confirm(page, "Delete the limit database?", "Delete");
  await page.getByText("No global limits yet").waitFor();
  expect(await client.concurrencyLimits.list()).toEqual([]);
});

test("the page of a global limit says who holds its slots", async () => {
  const { client } = journey;
  const { id } = await client.concurrencyLimits.create({ body: { name: "api", limit: 2 } });
  await client.concurrencyLimits.claimLease({ body: { names: ["api"], slots: 1, holder: { type: "flow_run", id: runId } } });
  const page = await journey.open(`/concurrency-limits/concurrency-limit/${id}`);
  const requests = await countRequests(page, () => page.reload());
  expect(requests.filter((request) => !request.includes("/events/"))).toEqual([
    `GET /v2/concurrency_limits/${id}`,
    `POST /ui/concurrency_limits/${id}/leases/filter`,
  ]);
  await page
    .getByRole("row", { name: /holder/ })
    .getByText("Flow run")
    .waitFor();
  await expectNoAxeViolations(page);
  await page.getByRole("link", { name: "holder" }).click();
  await page.waitForURL(`**/runs/flow-run/${runId}`);
});

test("a tag is limited, and its page shows the task runs that hold its slots", async () => {
  const { client } = journey;
  const page = await journey.open("/concurrency-limits?tab=task-run", { width: 360, height: 740 });
  await page.getByRole("button", { name: "Limit a tag" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Limit a tag" });
  await dialog.getByLabel("Tag").fill("db");
  await dialog.getByRole("textbox", { name: "Limit" }).fill("2");
  await dialog.getByRole("button", { name: "Create" }).click();
  await dialog.waitFor({ state: "hidden" });
  const { id } = await client.concurrencyLimits.getForTag({ tag: "db" });
  const body = { flow_run_id: runId, task_key: "t", dynamic_key: "0", name: "load", tags: ["db"] };
  const task = await client.taskRuns.create({ body });
  await client.concurrencyLimits.claimForTags({ body: { names: ["db"], task_run_id: task.id } });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await expectNoAxeViolations(page);

  await page.goto(`${journey.origin}/concurrency-limits/concurrency-limit/${id}`);
  await page.getByText("1 / 2").waitFor();
  await page.getByRole("link", { name: "load" }).waitFor();
  await choose(page, "db", "Reset");
  await confirm(page, "Take back all slots of db?", "Reset");
  await page.getByText("No task run holds a slot").waitFor();
  expect((await client.concurrencyLimits.getForTag({ tag: "db" })).active_slots).toEqual([]);
  await choose(page, "db", "Delete");
  await confirm(page, "Delete the limit db?", "Delete");
  await page.waitForURL("**/concurrency-limits?tab=task-run");
  expect(await client.concurrencyLimits.listForTags()).toEqual([]);
});

test("limits are searched, as the address says, and a limit that is not there is said to be so", async () => {
  const page = await journey.open("/concurrency-limits?q=nothing");
  await page.getByText("No limit matches").waitFor();
  await page.getByRole("searchbox", { name: "Search limits" }).fill("ap");
  await page.getByRole("row", { name: /api/ }).waitFor();
  expect(new URL(page.url()).searchParams.get("q")).toBe("ap");
  await page.goto(`${journey.origin}/concurrency-limits/concurrency-limit/00000000-0000-4000-8000-000000000000`);
  await page.getByText("There is no such limit").waitFor();
});
