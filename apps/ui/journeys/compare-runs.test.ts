import { randomUUID } from "node:crypto";
import type { FlowRun } from "@millrace/contract";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { countRequests, expectNoAxeViolations } from "./harness/page-checks.ts";
import { type Journey, startJourney } from "./harness/start-journey.ts";
import { reportTaskRun, sendReports } from "./harness/task-run-events.ts";

let journey: Journey;
let good: FlowRun;
let bad: FlowRun;

interface Seed {
  readonly name: string;
  readonly region: string;
  readonly end: "COMPLETED" | "FAILED";
  /** Seconds that `load` takes. */
  readonly load: number;
  readonly table: string;
}

const aRun = async ({ name, region, end, load, table }: Seed): Promise<FlowRun> => {
  const { client } = journey;
  const flow = await client.flows.create({ body: { name: "etl" } });
  const run = await client.flowRuns.create({
    body: {
      flow_id: flow.id,
      name,
      parameters: { region, rows: 10 },
      job_variables: { cpu: region },
      flow_version: region,
      state: { type: "PENDING" },
    },
  });
  await client.flowRuns.setState({ id: run.id, body: { state: { type: "RUNNING" }, force: true } });
  await client.flowRuns.setState({ id: run.id, body: { state: { type: end }, force: true } });
  const from = Date.now() - 600_000;
  await sendReports(client, [
    ...reportTaskRun(run.id, randomUUID(), { name: "extract-1", from, to: from + 5_000 }),
    ...reportTaskRun(run.id, randomUUID(), { name: "load-1", from, to: from + load * 1000, type: end }),
  ]);
  const areThere = async () => expect(await client.taskRuns.count({ body: { flow_runs: { id: { any_: [run.id] } } } })).toBe(2);
  await vi.waitFor(areThere, { timeout: 20_000 });
  if (end === "FAILED")
    await client.logs.create({
      body: [{ name: "flow", level: 40, message: "no route to host", timestamp: new Date().toISOString(), flow_run_id: run.id }],
    });
  await client.artifacts.create({ body: { key: "report", type: "markdown", data: table, flow_run_id: run.id } });
  return run;
};

beforeAll(async () => {
  journey = await startJourney();
  good = await aRun({ name: "quick-fox", region: "eu", end: "COMPLETED", load: 10, table: "a" });
  bad = await aRun({ name: "slow-hen", region: "us", end: "FAILED", load: 40, table: "b" });
});
afterAll(() => journey?.stop());

test("two runs are compared by what they were given, how long tasks took, where they parted, what they said and made", {
  timeout: 120_000,
}, async () => {
  const page = await journey.open("/dashboard");
  const sent = await countRequests(page, async () => {
    await page.goto(`${journey.origin}/runs/compare?a=${good.id}&b=${bad.id}`);
    await page.getByRole("table", { name: "Tasks" }).waitFor();
  });
  expect(sent.filter((request) => !request.includes("csrf")).length).toBeLessThanOrEqual(10);

  const facts = page.getByRole("table", { name: "Runs" });
  await facts.getByRole("row", { name: /State\s*differs.*Completed.*Failed/ }).waitFor();
  await facts.getByRole("row", { name: /Flow version\s*differs.*eu.*us/ }).waitFor();
  const parameters = page.getByRole("region", { name: "Parameters" });
  expect(await parameters.getByRole("row").allTextContents()).toEqual([expect.any(String), "regioneuus"]);
  const tasks = page.getByRole("table", { name: "Tasks" });
  expect((await tasks.getByRole("row").allTextContents()).slice(1)).toEqual([
    expect.stringMatching(/^load.*10 s.*40 s, 1 failed.*\+30 s \(\+300 %\)$/),
    expect.stringMatching(/^extract.*5\.0 s.*none$/),
  ]);
  await page
    .getByRole("table", { name: "States" })
    .getByRole("row", { name: /3\s*differs.*Completed.*Failed/ })
    .waitFor();
  await page
    .getByRole("table", { name: "Errors in the logs" })
    .getByRole("row", { name: /no route to host\s*differs.*1 ×/ })
    .waitFor();
  await page
    .getByRole("table", { name: "Artifacts" })
    .getByRole("row", { name: /report\s*differs/ })
    .waitFor();
  await expectNoAxeViolations(page);

  await page.getByRole("link", { name: "Swap A and B" }).click();
  await tasks.getByRole("row", { name: /load.*−30 s \(−75 %\)/ }).waitFor();
  expect(new URL(page.url()).search).toBe(`?a=${bad.id}&b=${good.id}`);
});

test("a server that offers nothing beside the protocol is compared the same way, on a phone too", async () => {
  const page = await journey.open("/variables", { width: 360, height: 740 });
  await page.route("**/ui-settings", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), flags: [] } });
  });
  await page.goto(`${journey.origin}/runs/compare?a=${good.id}&b=${bad.id}&c=${good.id}`);
  await page.getByRole("table", { name: "Tasks" }).getByRole("row", { name: /load/ }).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

test("without two runs the page says how to choose them; a run that is gone is said to be", async () => {
  const page = await journey.open("/runs/compare");
  await page.getByText("Choose two or three runs").waitFor();
  await page.goto(`${journey.origin}/runs/compare?a=${good.id}&b=${randomUUID()}`);
  await page.getByRole("alert").getByText("This is not there").waitFor();
});
