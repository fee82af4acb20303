import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countRequests, expectNoAxeViolations, flip, waitUntilLive } from "./harness/page-checks.ts";
import { type Journey, startJourney } from "./harness/start-journey.ts";

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
  const { client } = journey;
  await client.workPools.create({ body: { name: "local", type: "process", concurrency_limit: 5 } });
  await client.workers.heartbeat({ work_pool_name: "local", body: { name: "worker-1", heartbeat_interval_seconds: 600 } });
  const flow = await client.flows.create({ body: { name: "ingest" } });
  const body = { name: "prod", flow_id: flow.id, work_pool_name: "local", entrypoint: "a.py:f" };
  const { id } = await client.deployments.create({ body });
  await client.deployments.createFlowRun({ id, body: { name: "soon" } });
  const run = await client.deployments.createFlowRun({ id, body: { name: "busy" } });
  await client.flowRuns.setState({ id: run.id, body: { state: { type: "PENDING" }, force: true } });
});
afterAll(() => journey?.stop());

const choose = async (page: Page, name: string, deed: string): Promise<void> => {
  await page.getByRole("button", { name: `More about ${name}` }).click();
  await page.getByRole("menuitem", { name: deed }).click();
};

const confirm = async (page: Page, title: string): Promise<void> => {
  const dialog = page.getByRole("dialog", { name: title });
  await dialog.getByRole("button", { name: "Delete" }).click();
  await dialog.waitFor({ state: "hidden" });
};

/** What a page asks the API until it shows a row of this name. */
const apiRequests = async (page: Page, path: string, row: RegExp): Promise<readonly string[]> => {
  const requests = await countRequests(page, async () => {
    await page.goto(journey.origin + path);
    await page.getByRole("row", { name: row }).first().waitFor();
  });
  return requests.filter((request) => !request.includes("/events/")).toSorted();
};

test("work pools are listed in two requests, searched, paused and resumed", async () => {
  const { client } = journey;
  const page = await journey.open("/settings/appearance");
  expect(await apiRequests(page, "/work-pools", /local/)).toEqual(["POST /ui/work_pools/summary", "POST /work_pools/filter"]);
  const row = page.getByRole("row", { name: /local/ });
  await row.getByText("1 of 1 online").waitFor();
  await row.getByText("1 / 5").waitFor();
  await expectNoAxeViolations(page);
  await flip(row, "local hands out runs");
  await row.getByText("Paused").waitFor();
  expect(await client.workPools.get({ name: "local" })).toMatchObject({ is_paused: true, status: "PAUSED" });
  await flip(row, "local hands out runs");
  await row.getByText("Ready").waitFor();
  await page.getByRole("searchbox", { name: "Search work pools" }).fill("nothing");
  await page.getByText("No work pool matches").waitFor();
  expect(new URL(page.url()).search).toBe("?q=nothing");
});

test("a work pool is made step by step, and what was typed outlives a reload and a refusal", async () => {
  const { client } = journey;
  const page = await journey.open("/work-pools/create");
  await page.getByRole("radio", { name: "Process" }).click();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("local");
  await page.getByRole("textbox", { name: "Description" }).fill("For reports");
  await page.getByRole("textbox", { name: "Limit" }).fill("3");
  await page.reload();
  await page.getByRole("textbox", { name: "Name" }).and(page.locator('[value="local"]')).waitFor();
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("button", { name: "Create the work pool" }).click();
  await page.getByRole("alert").getByText("The server refused this").waitFor();
  await page.getByRole("button", { name: "Back" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("reports");
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("radiogroup", { name: "What of the template to edit" }).getByText("Whole template").click();
  await page.getByRole("textbox", { name: "Job template" }).waitFor();
  await page.getByRole("radiogroup", { name: "What of the template to edit" }).getByText("Defaults").click();
  await page.getByRole("button", { name: "Create the work pool" }).click();
  await page.waitForURL("**/work-pools/work-pool/reports");
  const made = await client.workPools.get({ name: "reports" });
  expect(made).toMatchObject({ type: "process", description: "For reports", concurrency_limit: 3, status: "NOT_READY" });
  const kinds = await client.collections.getView({ view: "aggregate-worker-metadata" });
  expect(kinds).toMatchObject({ prefect: { process: { default_base_job_configuration: made.base_job_template } } });
});

test("a pool without a worker says how to start one, and stops when one comes", async () => {
  const page = await journey.open("/work-pools/work-pool/reports");
  await page.getByText("npx millrace worker start --pool reports").waitFor();
  await page.getByText("prefect worker start --pool reports", { exact: false }).last().waitFor();
  await expectNoAxeViolations(page);
  await waitUntilLive(page);
  await journey.client.workers.heartbeat({ work_pool_name: "reports", body: { name: "other" } });
  await page.getByText("No worker serves this pool").waitFor({ state: "hidden" });
});

test("descriptions of a template that no line can hold are broken", async () => {
  const { client } = journey;
  const description = `As ${"identity".repeat(30)}.`;
  const variables = { properties: { identity: { type: ["string", "null"], default: null, description } } };
  const base_job_template = { job_configuration: { identity: "{{ identity }}" }, variables };
  await client.workPools.create({ body: { name: "long", type: "process", base_job_template } });
  const page = await journey.open("/work-pools/work-pool/long/edit");
  const told = page.getByText(description);
  await told.waitFor();
  expect(await told.evaluate((text) => text.scrollWidth - text.clientWidth)).toBe(0);
  await client.workPools.delete({ name: "long" });
});

test("a pool is edited and deleted", async () => {
  const { client } = journey;
  const page = await journey.open("/work-pools/work-pool/reports");
  await page.getByRole("link", { name: "Edit" }).click();
  await page.getByRole("textbox", { name: "Limit" }).fill("");
  await page.getByRole("textbox", { name: "Description" }).fill("For all reports");
  await page.getByRole("button", { name: "Save" }).click();
  await page.waitForURL("**/work-pools/work-pool/reports");
  await page.getByText("process · For all reports").waitFor();
  expect(await client.workPools.get({ name: "reports" })).toMatchObject({ concurrency_limit: null, description: "For all reports" });
  await choose(page, "reports", "Automate");
  await page.waitForURL("**/automations/create?trigger=*");
  expect(JSON.parse(new URL(page.url()).searchParams.get("trigger") ?? "")).toMatchObject({ expect: ["prefect.work-pool.not-ready"] });
  await page.goBack();
  await choose(page, "reports", "Delete");
  await confirm(page, "Delete the work pool reports?");
  await page.waitForURL("**/work-pools");
  expect(await client.workPools.count({ body: { work_pools: { name: { any_: ["reports"] } } } })).toBe(0);
});

test("a pool shows its runs, queues, workers, slots and deployments, each in a few requests", async () => {
  const page = await journey.open("/settings/appearance");
  const head = ["GET /work_pools/local", "POST /ui/work_pools/summary"];
  expect(await apiRequests(page, "/work-pools/work-pool/local", /busy/)).toEqual(
    [...head, "POST /deployments/filter", "POST /flow_runs/paginate", "POST /flows/filter"].toSorted(),
  );
  await page.getByRole("row", { name: /busy/ }).getByText("Pending").waitFor();
  expect((await apiRequests(page, "/work-pools/work-pool/local?tab=upcoming", /soon/)).length).toBe(5);
  expect((await apiRequests(page, "/work-pools/work-pool/local?tab=workers", /worker-1/)).length).toBe(3);
  await page
    .getByRole("row", { name: /worker-1/ })
    .getByText("Online")
    .waitFor();
  expect((await apiRequests(page, "/work-pools/work-pool/local?tab=slots", /busy/)).length).toBe(3);
  await page.getByRole("row", { name: /busy/ }).getByText("default").waitFor();
  expect((await apiRequests(page, "/work-pools/work-pool/local?tab=deployments", /prod/)).length).toBeLessThanOrEqual(6);
  expect((await apiRequests(page, "/work-pools/work-pool/local?tab=queues", /default/)).length).toBe(4);
  await expectNoAxeViolations(page);
});

test("the runs of a pool are filtered, as the address says", async () => {
  const page = await journey.open("/work-pools/work-pool/local?q=state:running");
  await page.getByText("No run matches").waitFor();
  await page.getByRole("button", { name: "Clear the filter" }).click();
  await page.getByRole("row", { name: /busy/ }).waitFor();
  await page.getByRole("combobox", { name: "Filter runs" }).fill("name:bu");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/work-pools/work-pool/local?q=name:bu");
  await page.getByRole("row", { name: /busy/ }).waitFor();
});

test("queues are added, ordered, paused, edited and deleted", async () => {
  const { client } = journey;
  const get = (name: string) => client.workQueues.getInPool({ work_pool_name: "local", name });
  const page = await journey.open("/work-pools/work-pool/local?tab=queues");
  await page.getByRole("link", { name: "Add a queue" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("urgent");
  await page.getByRole("textbox", { name: "Limit" }).fill("2");
  await page.getByRole("button", { name: "Create the queue" }).click();
  await page.waitForURL("**/work-pools/work-pool/local?tab=queues");
  await page
    .getByRole("row", { name: /urgent/ })
    .getByText("0 / 2")
    .waitFor();
  expect(await get("urgent")).toMatchObject({ priority: 2, concurrency_limit: 2 });

  await page.getByRole("textbox", { name: "Priority of urgent" }).fill("1");
  await page.keyboard.press("Enter");
  await page.getByText("urgent now has priority 1").waitFor();
  expect([(await get("urgent")).priority, (await get("default")).priority]).toEqual([1, 2]);

  await flip(page, "urgent hands out runs");
  await page
    .getByRole("row", { name: /urgent/ })
    .getByText("Paused")
    .waitFor();
  expect((await get("urgent")).is_paused).toBe(true);

  await choose(page, "urgent", "Edit");
  await page.getByRole("textbox", { name: "Description" }).fill("First of all");
  await page.getByRole("button", { name: "Save" }).click();
  await page.waitForURL("**/work-pools/work-pool/local/queue/urgent");
  await page.getByText("First of all").waitFor();
  expect((await get("urgent")).description).toBe("First of all");
  await page.getByRole("button", { name: "Resume" }).click();
  await page.getByRole("button", { name: "Pause" }).waitFor();
  expect((await get("urgent")).is_paused).toBe(false);
  await choose(page, "urgent", "Delete");
  await confirm(page, "Delete the work queue urgent?");
  await page.waitForURL("**/work-pools/work-pool/local?tab=queues");
  expect((await client.workQueues.listInPool({ work_pool_name: "local", body: {} })).map(({ name }) => name)).toEqual(["default"]);
});

test("addresses that clients print lead to the queue and the worker", async () => {
  const { client } = journey;
  const queue = await client.workQueues.getInPool({ work_pool_name: "local", name: "default" });
  const page = await journey.open(`/work-queues/work-queue/${queue.id}`);
  await page.waitForURL("**/work-pools/work-pool/local/queue/default");
  await page.getByRole("heading", { level: 1, name: "default" }).waitFor();
  const [worker] = await client.workers.list({ work_pool_name: "local", body: {} });
  await page.goto(`${journey.origin}/work-pools/work-pool/local/worker/${worker?.id}`);
  await page.getByRole("heading", { level: 1, name: "worker-1" }).waitFor();
  await page.goto(`${journey.origin}/work-queues/work-queue/00000000-0000-4000-8000-000000000000`);
  await page.getByText("There is no such work queue").waitFor();
});

test("the workers of all pools are listed in one request, filtered and deleted", async () => {
  const { client } = journey;
  await client.workPools.create({ body: { name: "second", type: "process" } });
  await client.workers.heartbeat({ work_pool_name: "second", body: { name: "worker-2" } });
  const page = await journey.open("/settings/appearance");
  expect(await apiRequests(page, "/workers", /worker-1/)).toEqual(["POST /ui/workers/filter"]);
  await page.getByRole("row", { name: /worker-1.*local/ }).waitFor();
  await expectNoAxeViolations(page);
  await page.getByRole("radiogroup", { name: "Status" }).getByText("Offline").click();
  await page.getByText("No worker matches").waitFor();
  await page.goto(`${journey.origin}/workers?q=second`);
  await page.getByRole("row", { name: /worker-2/ }).waitFor();
  await page.getByRole("button", { name: "Delete worker-2" }).click();
  await confirm(page, "Delete the worker worker-2?");
  await page.getByText("No worker matches").waitFor();
  expect(await client.workers.list({ work_pool_name: "second", body: {} })).toEqual([]);
});

test("a server without sums and lists of all is asked pool by pool", async () => {
  const page = await journey.open("/settings/appearance");
  await page.route("**/ui-settings", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), flags: [] } });
  });
  await page.route("**/api/ui/**", (route) => route.fulfill({ status: 404, json: { detail: "Not Found" } }));
  expect(await apiRequests(page, "/work-pools", /local/)).toEqual([
    "POST /flow_runs/filter",
    "POST /work_pools/filter",
    "POST /work_queues/filter",
  ]);
  await page.getByRole("row", { name: /local/ }).getByText("1 / 5").waitFor();
  await page.goto(`${journey.origin}/workers`);
  await page.getByRole("row", { name: /worker-1.*local/ }).waitFor();
});

test("on a phone pools are cards", async () => {
  const page = await journey.open("/work-pools", { width: 360, height: 740 });
  await page.getByRole("link", { name: "local" }).click();
  await page.getByRole("heading", { level: 1, name: "local" }).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
});
