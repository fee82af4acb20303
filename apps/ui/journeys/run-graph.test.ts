import { randomUUID } from "node:crypto";
import type { Client } from "@millrace/client";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectNoAxeViolations, waitUntilLive } from "./harness/page-checks.ts";
import { type Journey, startJourney } from "./harness/start-journey.ts";
import { type ReportedRun, reportTaskRun, sendReports } from "./harness/task-run-events.ts";

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.stop());

const aFlowRun = async (client: Client, parent?: string) => {
  const flow = await client.flows.create({ body: { name: `etl-${randomUUID()}` } });
  return client.flowRuns.create({
    body: {
      flow_id: flow.id,
      name: "grey-otter",
      state: { type: "RUNNING" },
      ...(parent === undefined ? {} : { parent_task_run_id: parent }),
    },
  });
};

/** A flow run with task runs that have been reported, by name; they began when it did. */
const aGraph = async (runs: (start: number, id: (name: string) => string) => readonly ReportedRun[], client = journey.client) => {
  const flowRun = await aFlowRun(client);
  const ids = new Map<string, string>();
  const id = (name: string): string => ids.get(name) ?? ids.set(name, randomUUID()).get(name) ?? "";
  const reported = runs(Date.parse(flowRun.start_time ?? flowRun.created), id);
  await sendReports(
    client,
    reported.flatMap((run) => reportTaskRun(flowRun.id, id(run.name), run)),
  );
  await poll(async () => (await client.flowRuns.getGraph({ id: flowRun.id })).nodes.length).toBe(reported.length);
  return { flowRun, id };
};

const anEtl = () =>
  aGraph((start, id) => [
    { name: "extract-1", from: start, to: start + 4000 },
    { name: "transform-1", from: start + 4000, to: start + 7000, after: [id("extract-1")] },
    { name: "transform-2", from: start + 4500, to: start + 9000, after: [id("extract-1")], type: "FAILED", waited: 500 },
    { name: "report-1", from: start + 10_000, after: [id("transform-1"), id("transform-2")] },
  ]);

/** Waits as long as a busy machine may need. */
const poll: typeof expect.poll = (read) => expect.poll(read, { timeout: 20_000 });

/** The names of the rows, from above. */
const listNames = (page: Page): Promise<(string | null)[]> =>
  chart(page)
    .getByRole("row")
    .evaluateAll((rows) => rows.map((row) => row.getAttribute("title")));

const chart = (page: Page) => page.getByRole("treegrid", { name: "Task runs over time" });
const openGraph = async (id: string, query = "tab=gantt"): Promise<Page> => journey.open(`/runs/flow-run/${id}?${query}`);

describe("the timeline", () => {
  test("is read and worked with by keys alone", async () => {
    const { flowRun, id } = await anEtl();
    const page = await openGraph(flowRun.id);
    const failed = chart(page).getByRole("row", { name: /transform-2/ });
    await failed.waitFor();
    expect(await failed.textContent()).toMatch(/Failed, began after 4\.5 s, took 4\.5 s/);
    await chart(page).focus();
    for (const key of ["Home", "ArrowDown", "ArrowDown", "Enter"]) await page.keyboard.press(key);
    const card = page.getByRole("region", { name: "Chosen: transform-2" });
    await card.waitFor();
    expect(new URL(page.url()).searchParams.get("node")).toBe(id("transform-2"));
    await card.getByText("1 run", { exact: true }).first().waitFor();
    await page.keyboard.press("Escape");
    await card.waitFor({ state: "detached" });
    await page.keyboard.press("/");
    await page.keyboard.type("extract");
    await poll(() => chart(page).getByRole("row").count()).toBe(1);
    await poll(() => new URL(page.url()).searchParams.get("q")).toBe("extract");
  });

  test("comes back from its address: choice, time, search and critical path", async () => {
    const { flowRun, id } = await anEtl();
    const page = await openGraph(flowRun.id, `tab=gantt&node=${id("transform-2")}&path=true&q=transform`);
    await page.getByRole("region", { name: "Chosen: transform-2" }).getByRole("link", { name: "transform-2" }).waitFor();
    await poll(() => chart(page).getByRole("row").count()).toBe(2);
    const path = page.getByRole("region", { name: "Critical path" });
    await expect
      .poll(() => path.getByRole("button").allTextContents())
      .toEqual([expect.stringContaining("extract-1"), expect.stringContaining("transform-2"), expect.stringContaining("report-1")]);
    await chart(page).focus();
    await page.keyboard.press("+");
    await poll(() => new URL(page.url()).searchParams.get("from")).toMatch(/^\d{4}-/);
    await page.keyboard.press("0");
    await poll(() => new URL(page.url()).searchParams.get("from")).toBeNull();
  });

  test("shows what comes while it is open, and asks only for what has changed", async () => {
    const { flowRun } = await anEtl();
    const page = await openGraph(flowRun.id);
    await chart(page)
      .getByRole("row", { name: /report-1/ })
      .waitFor();
    await waitUntilLive(page);
    const asked: string[] = [];
    page.on("request", (request) => request.url().includes("/graph-v2") && asked.push(new URL(request.url()).search));
    const before = await listNames(page);
    await sendReports(journey.client, reportTaskRun(flowRun.id, randomUUID(), { name: "notify-1", from: Date.now() }));
    await chart(page)
      .getByRole("row", { name: /notify-1/ })
      .waitFor();
    expect((await listNames(page)).slice(0, before.length)).toEqual(before);
    expect(asked.length).toBeGreaterThan(0);
    for (const query of asked) expect(query).toMatch(/^\?since=/);
  });

  test("opens subflows in place", async () => {
    const { flowRun } = await anEtl();
    const tracking = await journey.client.taskRuns.create({
      body: { flow_run_id: flowRun.id, task_key: "child", dynamic_key: "0", name: "child-0" },
    });
    const child = await aFlowRun(journey.client, tracking.id);
    const start = Date.now();
    await sendReports(journey.client, reportTaskRun(child.id, randomUUID(), { name: "inner-1", from: start, to: start + 50 }));
    const page = await openGraph(flowRun.id);
    const subflow = chart(page).getByRole("row", { name: /grey-otter/ });
    await subflow.click();
    await page.keyboard.press("ArrowRight");
    await chart(page)
      .getByRole("row", { name: /inner-1/, level: 2 })
      .waitFor();
    expect(await subflow.getAttribute("aria-expanded")).toBe("true");
    await chart(page)
      .getByRole("row", { name: /inner-1/ })
      .click();
    const inner = page.getByRole("region", { name: "Chosen: inner-1" });
    await inner.waitFor();
    expect(new URL(page.url()).searchParams.get("open")).toBe(child.id);
    await page.reload();
    await inner.waitFor();
  });

  test("leads to the artifacts of a run and to what called it, and goes through what is found by key", async () => {
    const { flowRun, id } = await anEtl();
    const { client } = journey;
    const artifact = await client.artifacts.create({
      body: { key: "rows", type: "markdown", data: "12", flow_run_id: flowRun.id, task_run_id: id("transform-1") },
    });
    const helper = await client.taskRuns.create({
      body: {
        flow_run_id: flowRun.id,
        task_key: "helper",
        dynamic_key: "0",
        name: "helper-0",
        task_inputs: { __parents__: [{ input_type: "task_run", id: id("transform-1") }] },
      },
    });
    await client.taskRuns.setState({ id: helper.id, body: { state: { type: "COMPLETED" }, force: true } });
    const page = await openGraph(flowRun.id, `tab=gantt&node=${helper.id}`);
    const card = page.getByRole("region", { name: "Chosen: helper-0" });
    await card.getByRole("group", { name: "Go to what called it" }).getByRole("button", { name: "transform-1" }).click();
    const caller = page.getByRole("region", { name: "Chosen: transform-1" });
    const link = caller.getByRole("group", { name: "Artifacts" }).getByRole("link", { name: "rows" });
    expect(await link.getAttribute("href")).toContain(artifact.id);
    await chart(page)
      .getByRole("row", { name: /made 1 artifact/ })
      .waitFor();
    const box = page.getByRole("textbox", { name: "Find a task run by name or id" });
    await box.fill("transform");
    await box.press("Enter");
    await page.getByRole("region", { name: "Chosen: transform-2" }).waitFor();
    await box.press("Enter");
    await caller.waitFor();
    await box.press("ArrowDown");
    expect(await chart(page).evaluate((grid) => grid === document.activeElement)).toBe(true);
  });

  test("can be filtered on the full screen, too", async () => {
    const { flowRun } = await anEtl();
    const page = await openGraph(flowRun.id);
    await chart(page)
      .getByRole("row", { name: /report-1/ })
      .waitFor();
    await page.keyboard.press("f");
    await poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
    await page.getByRole("button", { name: "All states" }).click();
    const failed = page.getByRole("menuitemcheckbox", { name: "Failed" });
    expect(await failed.evaluate((item) => document.fullscreenElement?.contains(item))).toBe(true);
    await failed.click();
    await poll(() => chart(page).getByRole("row").count()).toBe(1);
    expect(await failed.getAttribute("aria-checked")).toBe("true");
    await expectNoAxeViolations(page);
  });

  test("fits a phone", async () => {
    const { flowRun } = await anEtl();
    const page = await journey.open(`/runs/flow-run/${flowRun.id}?tab=gantt`, { width: 360 });
    await chart(page)
      .getByRole("row", { name: /report-1/ })
      .waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });
});

test("the graph ties runs by what they depend on, and chooses them by key", async () => {
  const { flowRun } = await anEtl();
  const page = await openGraph(flowRun.id, "tab=graph");
  const box = page.getByRole("group", { name: "transform-2" });
  await box.waitFor();
  expect(await page.locator(".react-flow__edge").count()).toBe(4);
  await box.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Only what it depends on and what needs it" }).click();
  await poll(() => page.locator(".react-flow__node").count()).toBe(3);
});

test("the table has the same runs in figures", async () => {
  const { flowRun } = await anEtl();
  const page = await openGraph(flowRun.id, "tab=table");
  const row = page.getByRole("treegrid", { name: "Task runs" }).getByRole("row", { name: /report-1/ });
  await row.waitFor();
  expect(await row.getByRole("gridcell").allTextContents()).toEqual(expect.arrayContaining([expect.stringContaining("Running"), "2", "0"]));
});

test.each(["gantt", "graph", "table"])(
  "axe finds nothing against the %s",
  async (tab) => {
    const { flowRun, id } = await anEtl();
    const page = await openGraph(flowRun.id, `tab=${tab}&path=true&node=${id("transform-2")}`);
    await page.getByText("report-1").first().waitFor();
    await expectNoAxeViolations(page);
  },
  120_000,
);

test("a run with too much inside says so, and shows all of it in a table", async () => {
  const small = await startJourney({ graphMaxNodes: 3 });
  try {
    const flowRun = await aFlowRun(small.client);
    const start = Date.now();
    const events = [1, 2, 3, 4].flatMap((n) =>
      reportTaskRun(flowRun.id, randomUUID(), { name: `load-${n}`, from: start, to: start + n * 100 }),
    );
    await sendReports(small.client, events);
    await poll(() => small.client.taskRuns.count({ body: { flow_runs: { id: { any_: [flowRun.id] } } } })).toBe(4);
    const page = await small.open(`/runs/flow-run/${flowRun.id}?tab=gantt`);
    await page.getByText(`The graph of flow run ${flowRun.id} has more than 3 nodes.`).waitFor();
    await page.getByRole("table", { name: "Task runs" }).getByRole("link", { name: "load-4" }).waitFor();
    await page.getByRole("table", { name: "Tasks" }).getByRole("row", { name: /load/ }).waitFor();
    await expectNoAxeViolations(page);

    const growing = await aGraph((from) => [1, 2, 3].map((n) => ({ name: `step-${n}`, from, to: from + n * 100 })), small.client);
    const open = await small.open(`/runs/flow-run/${growing.flowRun.id}?tab=gantt`);
    await chart(open)
      .getByRole("row", { name: /step-3/ })
      .waitFor();
    await waitUntilLive(open);
    await sendReports(small.client, reportTaskRun(growing.flowRun.id, randomUUID(), { name: "step-4", from: start, to: start + 50 }));
    await small.client.flowRuns.setState({ id: growing.flowRun.id, body: { state: { type: "COMPLETED" }, force: true } });
    await open.getByText(`The graph of flow run ${growing.flowRun.id} has more than 3 nodes.`).waitFor();
  } finally {
    await small.stop();
  }
}, 120_000);
