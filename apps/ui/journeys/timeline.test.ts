import type { FlowRun, StateCreateInput } from "@millrace/contract";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countRequests, expectNoAxeViolations, waitUntilLive } from "./harness/page-checks.ts";
import { type Journey, startJourney } from "./harness/start-journey.ts";

let journey: Journey;
let deploymentId: string;
let flowId: string;

/** A run that was or is due so many minutes from now, and what became of it. */
const aRun = async (name: string, minutes: number, ...states: readonly StateCreateInput["type"][]): Promise<FlowRun> => {
  const scheduled_time = new Date(Date.now() + minutes * 60_000).toISOString();
  const run = await journey.client.flowRuns.create({
    body: {
      flow_id: flowId,
      deployment_id: deploymentId,
      name,
      state: { type: "SCHEDULED", state_details: { scheduled_time } as NonNullable<StateCreateInput["state_details"]> },
    },
  });
  for (const type of states) await journey.client.flowRuns.setState({ id: run.id, body: { state: { type }, force: true } });
  return run;
};

const chart = (page: Page) => page.getByRole("listbox", { name: "Flow runs over time" });
const bar = (page: Page, name: string) => chart(page).getByRole("option", { name: new RegExp(name) });

beforeAll(async () => {
  journey = await startJourney();
  const { client } = journey;
  flowId = (await client.flows.create({ body: { name: "etl" } })).id;
  deploymentId = (await client.deployments.create({ body: { name: "prod", flow_id: flowId } })).id;
  await aRun("done-run", -30, "RUNNING", "COMPLETED");
  await aRun("bad-run", -20, "RUNNING", "FAILED");
  await aRun("next-run", 60);
  const other = await client.flows.create({ body: { name: "by-hand" } });
  await client.flowRuns.create({ body: { flow_id: other.id, name: "lone-run", state: { type: "RUNNING" } } });
});
afterAll(() => journey?.stop());

test("past and planned runs stand in lanes, read and moved by keys alone, and come back from their address", {
  timeout: 120_000,
}, async () => {
  const page = await journey.open("/dashboard");
  const sent = await countRequests(page, async () => {
    await page.goto(`${journey.origin}/timeline`);
    await bar(page, "done-run").waitFor();
    await chart(page).getByRole("group", { name: "etl/prod: 3 runs" }).waitFor();
  });
  expect(sent.filter((request) => request.startsWith("POST")).length).toBeLessThanOrEqual(6);
  await chart(page).getByRole("group", { name: "Without a deployment: 1 run" }).waitFor();
  expect(await bar(page, "next-run").getAttribute("aria-label")).toMatch(/^next-run, Scheduled, due /);
  await expectNoAxeViolations(page);

  await chart(page).focus();
  for (const key of ["ArrowRight", "Home"]) await page.keyboard.press(key);
  const strip = page.getByRole("region", { name: "Chosen run" });
  const chosen = async () => (await strip.getByRole("link").allTextContents())[0];
  const first = await chosen();
  await page.keyboard.press("ArrowRight");
  expect([first, await chosen()].toSorted()).toEqual(["bad-run", "done-run"]);
  await page.keyboard.press("ArrowDown");
  expect(await chosen()).toBe("lone-run");
  await page.keyboard.press("-");
  await expect.poll(() => new URL(page.url()).searchParams.get("from"), { timeout: 10_000 }).toMatch(/^\d{4}-/);
  await page.reload();
  await bar(page, "done-run").waitFor();
  await chart(page).focus();
  await page.keyboard.press("0");
  await expect.poll(() => new URL(page.url()).search, { timeout: 10_000 }).toBe("");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/runs\/flow-run\//);
});

test("lanes are by pool or flow too, a query narrows them, and what happens shows", async () => {
  const page = await journey.open("/timeline?by=flow&q=state:failed");
  await bar(page, "bad-run").waitFor();
  expect(await chart(page).getByRole("option").count()).toBe(1);
  await page.getByRole("button", { name: "Remove state:failed" }).click();
  await chart(page).getByRole("group", { name: "by-hand: 1 run" }).waitFor();
  await waitUntilLive(page);
  await aRun("fresh-run", -1, "RUNNING");
  await bar(page, "fresh-run, Running").waitFor();
  await page.getByText("Work pools", { exact: true }).last().click();
  await chart(page)
    .getByRole("group", { name: /^Without a work pool/ })
    .waitFor();
  expect(new URL(page.url()).searchParams.get("by")).toBe("pool");
});

test("the same runs are a list for those who want one, and a phone shows them", async () => {
  const page = await journey.open("/timeline?view=list");
  await page
    .getByRole("table", { name: "Runs by lane" })
    .getByRole("row", { name: /etl\/prod next-run/ })
    .waitFor();
  const phone = await journey.open("/timeline", { width: 360, height: 740 });
  await bar(phone, "done-run").waitFor();
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await phone.goto(`${journey.origin}/timeline?q=name:nothing`);
  await phone.getByText("No run of this time matches").waitFor();
});

test("a chart that moves on with the time asks for nothing while the connection lives", async () => {
  const page = await journey.open("/timeline");
  await page.clock.install();
  await page.reload();
  await bar(page, "done-run").waitFor();
  await waitUntilLive(page);
  await page.waitForLoadState("networkidle");
  expect(await countRequests(page, () => page.clock.runFor(60_000))).toEqual([]);
});
