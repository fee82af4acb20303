import type { FlowRun, StateType } from "@millrace/contract";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countRequests, expectNoAxeViolations, waitUntilLive } from "./harness/page-checks.ts";
import { type Journey, startJourney } from "./harness/start-journey.ts";

let journey: Journey;
let flow_id: string;
let deployment_id: string;

beforeAll(async () => {
  journey = await startJourney();
  const { client } = journey;
  flow_id = (await client.flows.create({ body: { name: "ingest-orders" } })).id;
  await client.workPools.create({ body: { name: "yard", type: "process" } });
  const deployment = { name: "nightly", flow_id, work_pool_name: "yard", parameters: { region: "eu" }, job_variables: { env: { A: "1" } } };
  deployment_id = (await client.deployments.create({ body: deployment })).id;
});
afterAll(() => journey?.stop());

/** A run that came to a state as its process would bring it there. */
const aRun = async (name: string, states: readonly StateType[], more: object = {}): Promise<FlowRun> => {
  const run = await journey.client.flowRuns.create({
    body: { name, flow_id, deployment_id, parameters: { region: "us" }, tags: ["prod"], work_pool_name: "yard", ...more },
  });
  for (const type of states) await journey.client.flowRuns.setState({ id: run.id, body: { state: { type, name: null }, force: true } });
  return run;
};
const get = (id: string): Promise<FlowRun> => journey.client.flowRuns.get({ id });
const menu = async (page: Page, item: string): Promise<void> => {
  await page.getByRole("button", { name: "More for this run" }).click();
  await page.getByRole("menuitem", { name: item }).click();
};
const badge = (page: Page, name: string) => page.getByRole("banner").or(page.locator("header")).getByText(name, { exact: true }).first();

const withTasks = async (): Promise<FlowRun> => {
  const run = await aRun("brisk-otter", ["RUNNING"]);
  const ids: string[] = [];
  for (let index = 0; index < 12; index += 1) {
    const name = index % 2 === 0 ? "extract" : "load";
    const before = ids.at(-1);
    const task = await journey.client.taskRuns.create({
      body: {
        name: `${name}-${index}`,
        flow_run_id: run.id,
        task_key: name,
        dynamic_key: String(index),
        task_inputs:
          before === undefined
            ? {}
            : { rows: [{ input_type: "task_run", id: before }], region: [{ input_type: "parameter", name: "region" }] },
      },
    });
    ids.push(task.id);
    const end = index === 11 ? { type: "FAILED" as const, message: "ValueError: price is negative" } : { type: "COMPLETED" as const };
    for (const state of [{ type: "RUNNING" as const }, end]) {
      await journey.client.taskRuns.setState({ id: task.id, body: { state, force: true } });
    }
  }
  const message = 'Traceback (most recent call last):\n  File "ingest.py", line 17, in load\nValueError: price is negative';
  await journey.client.flowRuns.setState({ id: run.id, body: { state: { type: "FAILED", message }, force: true } });
  return run;
};

test("the page of a failed run says why, with few requests, and leads to its parts", async () => {
  const run = await withTasks();
  const page = await journey.open("/dashboard");
  const sent = await countRequests(page, () => page.goto(`${journey.origin}/runs/flow-run/${run.id}`));
  expect(sent.length).toBeLessThanOrEqual(7);
  expect(await page.title()).toBe("Failed: brisk-otter · Millrace");
  expect(await page.locator('link[rel="icon"]').getAttribute("href")).toMatch(/^data:image\/svg/);
  const why = page.getByRole("region", { name: "Why it failed" });
  await why.getByText("ValueError: price is negative").first().waitFor();
  await why.getByRole("link", { name: "task run load-11" }).waitFor();
  expect(await page.getByRole("link", { name: "nightly" }).getAttribute("href")).toContain(`/deployments/deployment/${deployment_id}`);
  await expectNoAxeViolations(page);

  await page.getByRole("link", { name: "1 Failed" }).click();
  await page.getByRole("row", { name: /load-11/ }).waitFor();
  expect(await page.getByRole("row", { name: /extract-/ }).count()).toBe(0);
  expect(new URL(page.url()).search).toBe("?tab=tasks&state=FAILED");
  await page.getByRole("button", { name: "Completed 11" }).click();
  await page.getByRole("textbox", { name: "Find a task run" }).fill("extract-1");
  await page.getByText("1 in all").waitFor();

  for (const [tab, text] of [
    ["Inputs", "region"],
    ["History", "Attempt 1"],
    ["Artifacts", "No artifacts"],
    ["Subflows", "No subflow runs"],
    ["Raw", "brisk-otter"],
  ] as const) {
    await page.getByRole("tab", { name: tab }).click();
    await page.getByRole("tabpanel", { name: tab }).getByText(text).first().waitFor();
  }
});

test("addresses that older pages printed open the tab they mean", async () => {
  const run = await aRun("old-link", ["RUNNING", "COMPLETED"]);
  const page = await journey.open(`/flow-runs/flow-run/${run.id}`);
  await page.getByRole("heading", { name: "old-link" }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/runs/flow-run/${run.id}`);
  for (const [old, now] of [
    ["TaskRuns", "Tasks"],
    ["SubflowRuns", "Subflows"],
    ["JobVariables", "Inputs"],
    ["Details", "Summary"],
  ] as const) {
    await page.goto(`${journey.origin}/runs/flow-run/${run.id}?tab=${old}`);
    await page.getByRole("tab", { name: now, selected: true }).waitFor();
  }
});

test("a run is cancelled with its subflow runs", async () => {
  const run = await aRun("to-cancel", ["RUNNING"]);
  const task = await journey.client.taskRuns.create({ body: { name: "child", flow_run_id: run.id, task_key: "child", dynamic_key: "0" } });
  const child = await aRun("child-run", ["SCHEDULED"], { parent_task_run_id: task.id });
  const page = await journey.open(`/runs/flow-run/${run.id}`);
  await page.getByRole("button", { name: "Cancel" }).click();
  const dialog = page.getByRole("dialog", { name: "Cancel to-cancel?" });
  await dialog.getByRole("checkbox", { name: /subflow runs/ }).waitFor();
  await dialog.getByRole("button", { name: "Cancel the run" }).click();
  await dialog.waitFor({ state: "hidden" });
  expect((await get(run.id)).state_type).toBe("CANCELLING");
  expect((await get(child.id)).state_type).toBe("CANCELLED");
  await badge(page, "Cancelling").waitFor();
  await page.goto(`${journey.origin}/runs/flow-run/${child.id}`);
  await page.getByRole("navigation", { name: "Breadcrumbs" }).getByRole("link", { name: "to-cancel" }).waitFor();
});

test("a running run is suspended, and resumed with the input it asks for", async () => {
  const { client } = journey;
  const run = await aRun("to-pause", ["RUNNING"]);
  const page = await journey.open(`/runs/flow-run/${run.id}`);
  await menu(page, "Pause or suspend");
  const dialog = page.getByRole("dialog", { name: "Pause to-pause?" });
  await dialog.getByLabel("Seconds until it fails").fill("900");
  await dialog.getByRole("button", { name: "Suspend" }).click();
  await dialog.waitFor({ state: "hidden" });
  expect(await get(run.id)).toMatchObject({
    state_type: "PAUSED",
    state_name: "Suspended",
    state: { state_details: { pause_reschedule: true } },
  });

  const asking = await aRun("asks", ["RUNNING"]);
  const schema = { type: "object", properties: { note: { type: "string", title: "Note" } }, required: ["note"] };
  await client.flowRuns.createInput({ id: asking.id, body: { key: "ask-schema", value: JSON.stringify(schema) } });
  await client.flowRuns.createInput({ id: asking.id, body: { key: "ask-description", value: JSON.stringify("Please **check** it.") } });
  const run_input_keyset = { schema: "ask-schema", description: "ask-description", response: "ask-response" };
  const details = { pause_reschedule: true, pause_timeout: new Date(Date.now() + 3_600_000).toISOString(), run_input_keyset };
  const state = { type: "PAUSED" as const, name: "Suspended", state_details: details };
  await client.flowRuns.setState({ id: asking.id, body: { state } });
  await page.goto(`${journey.origin}/runs/flow-run/${asking.id}`);
  await page.getByRole("button", { name: "Resume" }).click();
  const form = page.getByRole("dialog", { name: "Resume asks" });
  await form.locator("strong", { hasText: "check" }).waitFor();
  await form.getByRole("button", { name: "Resume" }).click();
  expect((await get(asking.id)).state_type).toBe("PAUSED");
  await form.getByRole("textbox", { name: "Note" }).fill("looks right");
  await expectNoAxeViolations(page);
  await form.getByRole("button", { name: "Resume" }).click();
  await form.waitFor({ state: "hidden" });
  expect(await get(asking.id)).toMatchObject({ state_type: "SCHEDULED", state_name: "Resuming" });
  expect(JSON.parse(await client.flowRuns.getInput({ id: asking.id, key: "ask-response" }))).toEqual({ note: "looks right" });
});

test("what a run waits for is ended where it is told", async () => {
  const { client } = journey;
  const paused = await aRun("to-resume", ["RUNNING", "PAUSED"]);
  const page = await journey.open(`/runs/flow-run/${paused.id}`);
  const why = page.getByRole("region", { name: "What it waits for" });
  await why.getByRole("button", { name: "Resume it" }).click();
  const dialog = page.getByRole("dialog", { name: "Resume to-resume" });
  await dialog.getByRole("button", { name: "Resume" }).click();
  await dialog.waitFor({ state: "hidden" });
  expect(["RUNNING", "SCHEDULED"]).toContain((await get(paused.id)).state_type);

  const scheduled_time = new Date(Date.now() + 3_600_000).toISOString();
  const { id } = await client.deployments.createFlowRun({
    id: deployment_id,
    body: { name: "in-an-hour", state: { type: "SCHEDULED", state_details: { scheduled_time } } },
  });
  await page.goto(`${journey.origin}/runs/flow-run/${id}`);
  await why.getByRole("button", { name: "Run it now" }).click();
  await expect.poll(async () => (await get(id)).next_scheduled_start_time ?? "", { timeout: 20_000 }).not.toBe(scheduled_time);
  expect(Date.parse((await get(id)).next_scheduled_start_time ?? "")).toBeLessThanOrEqual(Date.now());
  await why.getByRole("button", { name: "Run it now" }).waitFor({ state: "hidden" });
});

test("a run whose process waits to try again offers a copy", async () => {
  const { client } = journey;
  const { id } = await client.flowRuns.create({
    body: { name: "in-process", flow_id, deployment_id, empirical_policy: { retries: 1, retry_delay: 3600 } },
  });
  for (const type of ["PENDING", "RUNNING", "FAILED"] as const) await client.flowRuns.setState({ id, body: { state: { type } } });
  expect(await get(id)).toMatchObject({ state_name: "AwaitingRetry", empirical_policy: { retry_type: "in_process" } });
  const page = await journey.open(`/runs/flow-run/${id}`);
  const why = page.getByRole("region", { name: "What it waits for" });
  await why.getByText("Its own process waits, and looks again when the time has come.").waitFor();
  await why.getByRole("link", { name: "Run a copy now" }).click();
  await page.waitForURL(`**/deployments/deployment/${deployment_id}/run?from=${id}`);
});

test("a run that ended is retried; what the rules refuse is said with their reason", async () => {
  const run = await aRun("to-retry", ["RUNNING", "FAILED"]);
  const page = await journey.open(`/runs/flow-run/${run.id}`);
  await page.getByRole("button", { name: "Retry" }).click();
  const dialog = page.getByRole("dialog", { name: "Retry to-retry?" });
  await dialog.getByRole("button", { name: "Retry" }).click();
  await dialog.waitFor({ state: "hidden" });
  expect(await get(run.id)).toMatchObject({ state_type: "SCHEDULED", state_name: "AwaitingRetry" });

  const running = await aRun("slips-away", ["RUNNING"]);
  await page.goto(`${journey.origin}/runs/flow-run/${running.id}`);
  await page.getByRole("button", { name: "Cancel" }).click();
  const cancel = page.getByRole("dialog", { name: "Cancel slips-away?" });
  await page.route("**/api/flow_runs/*/set_state", async (route) => {
    await journey.client.flowRuns.setState({ id: running.id, body: { state: { type: "COMPLETED" }, force: true } });
    await route.continue();
  });
  await cancel.getByRole("button", { name: "Cancel the run" }).click();
  await cancel.getByText("The server refused this").waitFor();
  expect(await cancel.getByRole("alert").textContent()).toMatch(/COMPLETED|terminal|completed/i);
});

test("the state is changed by hand, the run copied to a new one, and deleted", async () => {
  const run = await aRun("to-change", ["RUNNING", "FAILED"]);
  const page = await journey.open(`/runs/flow-run/${run.id}`);
  await menu(page, "Change the state");
  const dialog = page.getByRole("dialog", { name: "Change the state of this flow run" });
  await dialog.getByLabel("State").selectOption("Cancelled");
  await dialog.getByLabel("Reason").fill("Nobody needs it");
  await dialog.getByRole("button", { name: "Change the state" }).click();
  await dialog.waitFor({ state: "hidden" });
  expect(await get(run.id)).toMatchObject({ state_type: "CANCELLED", state: { message: "Nobody needs it" } });
  await page.getByRole("button", { name: "Copy to new run" }).click();
  await page.waitForURL(`**/deployments/deployment/${deployment_id}/run?from=${run.id}`);
  await page.goBack();
  await menu(page, "Delete");
  await page.getByRole("dialog", { name: "Delete to-change?" }).getByRole("button", { name: "Delete" }).click();
  await page.waitForURL("**/runs");
  expect(await journey.client.flowRuns.count({ body: { flow_runs: { id: { any_: [run.id] } } } })).toBe(0);
  await page.goto(`${journey.origin}/runs/flow-run/${run.id}`);
  await page.getByText("There is no such flow run").waitFor();
});

test("what happens to a run shows at once, without a request in between", async () => {
  const run = await aRun("live-one", ["RUNNING"]);
  const page = await journey.open(`/runs/flow-run/${run.id}`);
  await waitUntilLive(page);
  await page.getByText("Running", { exact: true }).first().waitFor();
  await page.waitForLoadState("networkidle");
  await journey.client.flowRuns.setState({ id: run.id, body: { state: { type: "COMPLETED", message: "All rows are in." }, force: true } });
  await page.getByText("All rows are in.").waitFor();
  expect(await page.title()).toBe("Completed: live-one · Millrace");
});

test("keys lead to the runs before and after, on a phone everything fits", async () => {
  const expected = (hour: number) => ({ state: { type: "SCHEDULED", state_details: { scheduled_time: `2026-01-01T0${hour}:00:00Z` } } });
  const [one, two, three] = [
    await aRun("first-of-three", [], expected(1)),
    await aRun("second-of-three", [], expected(2)),
    await aRun("third-of-three", [], expected(3)),
  ];
  const page = await journey.open(`/runs/flow-run/${two.id}`, { width: 360, height: 740 });
  await page.getByRole("heading", { name: "second-of-three" }).waitFor();
  await page.keyboard.press("[");
  await page.waitForURL(`**/${one.id}*`);
  await page.getByRole("heading", { name: "first-of-three" }).waitFor();
  await page.keyboard.press("]");
  await page.getByRole("heading", { name: "second-of-three" }).waitFor();
  await page.keyboard.press("]");
  await page.waitForURL(`**/${three.id}*`);
  await page.getByRole("region", { name: /Why it is late|What it waits for/ }).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await expectNoAxeViolations(page);
});

test("a task run shows where its arguments came from, and is changed and deleted", async () => {
  const { client } = journey;
  const run = await aRun("parent-of-tasks", ["RUNNING"]);
  const source = await client.taskRuns.create({ body: { name: "source-0", flow_run_id: run.id, task_key: "source", dynamic_key: "0" } });
  const sink = await client.taskRuns.create({
    body: {
      name: "sink-0",
      flow_run_id: run.id,
      task_key: "sink",
      dynamic_key: "0",
      task_inputs: { rows: [{ input_type: "task_run", id: source.id }], region: [{ input_type: "parameter", name: "region" }] },
    },
  });
  for (const type of ["RUNNING", "FAILED"] as const)
    await client.taskRuns.setState({ id: sink.id, body: { state: { type, message: "It broke" }, force: true } });
  const page = await journey.open(`/runs/task-run/${sink.id}`);
  await page.getByText("It broke").waitFor();
  expect(await page.title()).toBe("Failed: sink-0 · Millrace");
  await expectNoAxeViolations(page);
  for (const tab of ["History", "Artifacts", "Logs", "Raw"]) {
    await page.getByRole("tab", { name: tab }).click();
    await page.getByRole("tabpanel", { name: tab }).waitFor();
  }
  await page.goto(`${journey.origin}/runs/task-run/${sink.id}?tab=TaskInputs`);
  await page.getByRole("link", { name: "Result of source-0" }).waitFor();
  await page.getByText("Parameter region of the flow").waitFor();

  await page.getByRole("button", { name: "Change the state" }).click();
  const dialog = page.getByRole("dialog", { name: "Change the state of this task run" });
  await dialog.getByRole("button", { name: "Change the state" }).click();
  await dialog.waitFor({ state: "hidden" });
  expect((await client.taskRuns.get({ id: sink.id })).state_type).toBe("COMPLETED");
  await page.getByRole("button", { name: "More for this task run" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("dialog", { name: "Delete sink-0?" }).getByRole("button", { name: "Delete" }).click();
  await page.waitForURL(`**/runs/flow-run/${run.id}`);
  expect(await client.taskRuns.count({ body: { task_runs: { id: { any_: [sink.id] } } } })).toBe(0);
});

test("a server that offers nothing beside the protocol is enough", async () => {
  const run = await aRun("plain", ["RUNNING", "FAILED"]);
  const lines = Array.from({ length: 450 }, (_, index) => ({
    flow_run_id: run.id,
    name: "prefect.flow_runs",
    level: index === 400 ? 40 : 20,
    message: `line ${index}`,
    timestamp: new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString(),
  }));
  await journey.client.logs.create({ body: lines });
  const page = await journey.open("/dashboard");
  await page.route("**/ui-settings", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), flags: [] } });
  });
  const additive: string[] = [];
  page.on("request", (request) => {
    if (/task-summary|diagnosis|facets/.test(request.url())) additive.push(request.url());
  });
  await page.goto(`${journey.origin}/runs/flow-run/${run.id}`);
  await page.getByRole("heading", { name: "plain" }).waitFor();
  await page.getByRole("tab", { name: "Logs" }).click();
  await page.getByText("450 lines").waitFor();
  await page.getByRole("button", { name: "To the end" }).click();
  await page.getByText("line 449", { exact: true }).waitFor();
  await page.getByRole("combobox", { name: "Least level" }).selectOption("40");
  await page.getByText("1 line", { exact: true }).waitFor();
  await page.getByText("line 400", { exact: true }).waitFor();
  expect(additive).toEqual([]);
});
