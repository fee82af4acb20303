import type { Deployment, Flow, FlowRun, StateCreateInput } from "@millrace/contract";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countRequests, expectNoAxeViolations, waitUntilLive } from "./harness/page-checks.ts";
import { type Journey, startJourney } from "./harness/start-journey.ts";
import { reportTaskRun, sendReports } from "./harness/task-run-events.ts";

let journey: Journey;
let etl: Flow;
let nightly: Flow;
let deployment: Deployment;

interface Seed {
  readonly name: string;
  readonly flow: Flow;
  readonly state?: StateCreateInput["type"];
  /** Hours ago. */
  readonly ago: number;
  readonly tags?: readonly string[];
}

const aRun = async ({ name, flow, state, ago, tags = [] }: Seed): Promise<FlowRun> => {
  const scheduled_time = new Date(Date.now() - ago * 3_600_000).toISOString();
  const run = await journey.client.flowRuns.create({
    body: {
      flow_id: flow.id,
      ...(flow === etl ? { deployment_id: deployment.id } : {}),
      name,
      tags,
      parameters: { region: "eu" },
      state: { type: "SCHEDULED", state_details: { scheduled_time } as NonNullable<StateCreateInput["state_details"]> },
    },
  });
  if (state !== undefined) await journey.client.flowRuns.setState({ id: run.id, body: { state: { type: state }, force: true } });
  return run;
};

const table = (page: Page) => page.getByRole("table", { name: "Flow runs" });
const row = (page: Page, name: string) => table(page).getByRole("row", { name: new RegExp(name) });
const names = async (page: Page) =>
  (
    await table(page)
      .getByRole("link", { name: /^(good|bad|late|next)-/ })
      .allTextContents()
  ).toSorted();
const shows = (page: Page, expected: readonly string[]) => expect.poll(() => names(page), { timeout: 20_000 }).toEqual(expected);
const stateOf = async ({ id }: FlowRun) => (await journey.client.flowRuns.get({ id })).state_type;

beforeAll(async () => {
  journey = await startJourney();
  etl = await journey.client.flows.create({ body: { name: "etl" } });
  nightly = await journey.client.flows.create({ body: { name: "nightly" } });
  deployment = await journey.client.deployments.create({ body: { name: "prod", flow_id: etl.id } });
  await aRun({ name: "good-1", flow: etl, state: "COMPLETED", ago: 2, tags: ["prod"] });
  await aRun({ name: "good-2", flow: nightly, state: "COMPLETED", ago: 30 });
  await aRun({ name: "bad-1", flow: etl, state: "FAILED", ago: 3, tags: ["prod"] });
  await aRun({ name: "bad-old", flow: nightly, state: "FAILED", ago: 24 * 20 });
  await aRun({ name: "next-1", flow: etl, ago: -5 });
});
afterAll(() => journey?.stop());

test("the last week's runs are listed in few requests, filtered by facets and cells, and come back from their address", async () => {
  const page = await journey.open("/runs");
  await row(page, "good-1").waitFor();
  expect(await names(page)).toEqual(["bad-1", "good-1", "good-2"]);
  const sent = await countRequests(page, async () => {
    await page.reload();
    await row(page, "good-1").waitFor();
  });
  expect(sent.filter((request) => request.startsWith("POST")).toSorted()).toEqual([
    "POST /flow_runs/history",
    "POST /ui/flow_runs/count-task-runs",
    "POST /ui/flow_runs/facets",
    "POST /ui/flow_runs/paginate",
  ]);

  const states = page.getByRole("region", { name: "Runs by state" });
  await states.getByRole("button", { name: "Failed 1" }).click();
  await shows(page, ["bad-1"]);
  expect(new URL(page.url()).search).toBe("?window=7d&q=state:failed");
  await page.getByRole("button", { name: "Last 7 days" }).click();
  await page.getByRole("button", { name: "Any time" }).click();
  await shows(page, ["bad-1", "bad-old"]);
  await page.reload();
  await shows(page, ["bad-1", "bad-old"]);
  await states.getByRole("button", { name: "Failed 2", pressed: true }).click();
  await row(page, "bad-1").getByRole("button", { name: "prod", exact: true }).click();
  await shows(page, ["bad-1", "good-1"]);
  await row(page, "good-1").getByText("Completed").hover();
  await row(page, "good-1").getByRole("button", { name: "Only state Completed" }).click();
  await shows(page, ["good-1"]);
  await page.goBack();
  await shows(page, ["bad-1", "good-1"]);
});

test("addresses of Prefect's pages mean the same here", async () => {
  const page = await journey.open(`/runs?tab=flow-runs&state=Failed,Crashed&flows=${nightly.id}`);
  await shows(page, ["bad-old"]);
});

test("runs are ordered by how long they took, and filtered by that and by their parameters", async () => {
  const timed = await journey.client.flows.create({ body: { name: "timed" } });
  const start = async (name: string, region: string): Promise<FlowRun> => {
    const run = await journey.client.flowRuns.create({
      body: { flow_id: timed.id, name, parameters: { source: { region } }, state: { type: "RUNNING" } },
    });
    return run;
  };
  const end = ({ id }: FlowRun) => journey.client.flowRuns.setState({ id, body: { state: { type: "COMPLETED" }, force: true } });
  // The first to start is the last to end.
  const long = await start("good-long", "us");
  const short = await start("good-short", "eu");
  await end(short);
  await end(long);
  const page = await journey.open("/runs?q=flow:timed");
  const inOrder = () =>
    table(page)
      .getByRole("link", { name: /^good-/ })
      .allTextContents();
  await row(page, "good-short").waitFor();
  await table(page).getByRole("button", { name: "Duration" }).click();
  await expect.poll(inOrder, { timeout: 20_000 }).toEqual(["good-long", "good-short"]);
  await table(page).getByRole("button", { name: "Duration" }).click();
  await expect.poll(inOrder, { timeout: 20_000 }).toEqual(["good-short", "good-long"]);
  expect(new URL(page.url()).searchParams.get("sort")).toBe("DURATION_ASC");

  const box = page.getByRole("combobox", { name: "Filter flow runs" });
  await box.fill("param.source.region=us");
  await box.press("Enter");
  await shows(page, ["good-long"]);
  await page.getByRole("region", { name: "Runs by state" }).getByRole("button", { name: "Completed 1" }).waitFor();
  await box.fill("duration:>10m");
  await box.press("Enter");
  await page.getByText("No flow run matches").waitFor();
  await Promise.all([long, short].map(({ id }) => journey.client.flowRuns.delete({ id })));
});

test("a stretch drawn over the bars becomes the period, and keys choose a bar", async () => {
  const page = await journey.open("/runs?window=24h");
  await row(page, "good-1").waitFor();
  const bars = page.getByRole("list", { name: "Flow runs over time, by state" });
  const box = await bars.boundingBox();
  if (box === null) throw new Error("The bars are not on the screen.");
  const y = box.y + box.height / 2;
  // From 2.6 hours ago on.
  await page.mouse.move(box.x + box.width * (1 - 2.6 / 24), y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.95, y, { steps: 4 });
  await page.mouse.move(box.x + box.width - 2, y);
  await page.mouse.up();
  await shows(page, ["good-1"]);
  expect(new URL(page.url()).searchParams.get("from")).toMatch(/^\d{4}-/);
  await page.goBack();
  await shows(page, ["bad-1", "good-1"]);
  const bad = bars.getByRole("button", { name: /: 1 failed$/ });
  await bad.focus();
  await page.keyboard.press("Enter");
  await shows(page, ["bad-1"]);
});

test("runs are drawn by start and duration, told to whoever points or presses keys, and opened", async () => {
  const page = await journey.open("/runs?q=name:good&window=all");
  await shows(page, ["good-1", "good-2"]);
  await page.getByRole("button", { name: "Scatter" }).click();
  const points = page.getByRole("list", { name: "Flow runs by start and duration" }).getByRole("link");
  await points.first().waitFor();
  expect(new URL(page.url()).searchParams.get("view")).toBe("scatter");
  expect(await points.count()).toBe(2);
  await page.getByText("2 of 2 runs are drawn.").waitFor();
  const [first, last] = [points.first(), points.last()];
  expect(await last.getAttribute("aria-label")).toMatch(/^good-2 of nightly, Completed, .+, started /);
  await last.focus();
  await page.getByRole("region", { name: "Duration by start" }).getByRole("paragraph").getByText("good-2").waitFor();
  await page.keyboard.press("ArrowLeft");
  expect(await first.evaluate((point) => point === document.activeElement)).toBe(true);
  await expectNoAxeViolations(page);
  const requests = await countRequests(page, () => page.reload());
  expect(requests.filter((request) => !request.includes("/events/")).length).toBeLessThanOrEqual(5);
  await points.first().click();
  await page.waitForURL("**/runs/flow-run/*");
  await page.goBack();
  await page.getByRole("button", { name: "Scatter", pressed: true }).click();
  await shows(page, ["good-1", "good-2"]);
});

test("states change in place, and new runs wait behind a count", async () => {
  const page = await journey.open("/runs?window=1h");
  const run = await aRun({ name: "late-here", flow: etl, ago: 0.1 });
  await row(page, "late-here").waitFor();
  await waitUntilLive(page);
  await journey.client.flowRuns.setState({ id: run.id, body: { state: { type: "RUNNING" }, force: true } });
  await row(page, "late-here").getByText("Running").waitFor();
  await aRun({ name: "late-comer", flow: etl, state: "COMPLETED", ago: 0.05 });
  const fresh = page.getByRole("button", { name: "1 new: show it" });
  await fresh.waitFor();
  expect(await row(page, "late-comer").count()).toBe(0);
  await fresh.click();
  await row(page, "late-comer").waitFor();
});

test("two hundred runs are cancelled with one confirmation, and each outcome is told", async () => {
  const runs = await Promise.all(Array.from({ length: 200 }, (_, index) => aRun({ name: `many-${index}`, flow: etl, ago: -48 - index })));
  const [ended] = runs;
  if (ended === undefined) throw new Error("There are no runs.");
  await journey.client.flowRuns.setState({ id: ended.id, body: { state: { type: "COMPLETED" }, force: true } });
  const page = await journey.open("/runs?q=name:many-&limit=10");
  await table(page)
    .getByRole("link", { name: /^many-/ })
    .first()
    .waitFor();
  await page.getByRole("checkbox", { name: "Select all rows of this page" }).check();
  await page.getByRole("button", { name: "Choose all 200 matching" }).click();
  await page.getByRole("region", { name: "Chosen runs" }).getByRole("button", { name: "Cancel" }).click();
  const dialog = page.getByRole("dialog", { name: "Cancel: 200 runs" });
  await dialog.getByRole("list", { name: "Runs it would take" }).getByRole("listitem").nth(9).waitFor();
  await dialog.getByRole("button", { name: "Cancel: 200 runs" }).click();
  await dialog.getByText("Done with 200 runs").waitFor();
  expect(await dialog.getByText("199 cancelled or being cancelled").count()).toBe(1);
  const states = await journey.client.flowRuns.list({ body: { flow_runs: { id: { any_: runs.map(({ id }) => id) } } } });
  expect(Map.groupBy(states, ({ state_type }) => state_type).get("CANCELLED")).toHaveLength(199);

  await dialog.getByRole("link", { name: "The outcome of each" }).click();
  await page.getByRole("checkbox", { name: "Only those refused or failed" }).check();
  const outcomes = page.getByRole("table", { name: "Outcomes" });
  await expect.poll(() => outcomes.getByRole("link").allTextContents(), { timeout: 20_000 }).toEqual(["many-0"]);
  await page.reload();
  await outcomes.getByRole("row", { name: /many-0.*Refused/ }).waitFor();

  await page.goto(`${journey.origin}/runs`);
  await page.getByRole("link", { name: "Jobs" }).click();
  const jobs = page.getByRole("table", { name: "Jobs" });
  await jobs.getByRole("row", { name: /Cancel: 200 runs.*Finished.*200.*199.*1.*0/ }).waitFor();
  await expectNoAxeViolations(page);
  await jobs.getByRole("link", { name: "Cancel: 200 runs" }).click();
  await page.getByText("Done with 200 runs").waitFor();
});

test("chosen runs are moved to a state and deleted by keys alone", async () => {
  const doomed = [await aRun({ name: "doomed-1", flow: nightly, ago: 1 }), await aRun({ name: "doomed-2", flow: nightly, ago: 1 })];
  const page = await journey.open("/runs?q=name:doomed");
  await row(page, "doomed-1").waitFor();
  for (const key of ["j", "x", "j", "x"]) await page.keyboard.press(key);
  const bar = page.getByRole("region", { name: "Chosen runs" });
  await bar.getByRole("button", { name: "Set state" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Set state: 2 runs" });
  await dialog.getByRole("list", { name: "Runs it would take" }).getByText("doomed-2").waitFor();
  await dialog.getByLabel("State", { exact: true }).selectOption("FAILED");
  await dialog.getByLabel("Reason").fill("lost");
  await dialog.getByRole("button", { name: "Set state: 2 runs" }).press("Enter");
  await dialog.getByText("Done with 2 runs").waitFor();
  await dialog.getByRole("button", { name: "Close" }).last().press("Enter");
  expect(await Promise.all(doomed.map(stateOf))).toEqual(["FAILED", "FAILED"]);

  await page.getByRole("checkbox", { name: "Select all rows of this page" }).press("Space");
  await bar.getByRole("button", { name: "Delete" }).press("Enter");
  const remove = page.getByRole("dialog", { name: "Delete: 2 runs" });
  await remove.getByRole("list", { name: "Runs it would take" }).getByText("doomed-2").waitFor();
  await remove.getByRole("button", { name: "Delete: 2 runs" }).press("Enter");
  await remove.getByText("Done with 2 runs").waitFor();
  await remove.getByRole("button", { name: "Close" }).last().press("Enter");
  await page.getByText("No flow run matches").waitFor();
  expect(await journey.client.flowRuns.count({ body: { flow_runs: { id: { any_: doomed.map(({ id }) => id) } } } })).toBe(0);
});

test("with a server that offers nothing beside the protocol the same is done in the browser", async () => {
  const many = await Promise.all(Array.from({ length: 120 }, (_, index) => aRun({ name: `plain-${index}`, flow: etl, ago: -300 - index })));
  const page = await journey.open("/variables");
  await page.route("**/ui-settings", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), flags: [] } });
  });
  await page.goto(`${journey.origin}/runs?q=name:plain-`);
  await table(page)
    .getByRole("link", { name: /^plain-/ })
    .first()
    .waitFor();
  await page.getByRole("region", { name: "Runs by state" }).getByRole("button", { name: "Scheduled 120" }).waitFor();
  await page.getByRole("checkbox", { name: "Select all rows of this page" }).check();
  await page.getByRole("button", { name: "Choose all 120 matching" }).click();
  await page.getByRole("region", { name: "Chosen runs" }).getByRole("button", { name: "Cancel" }).click();
  const dialog = page.getByRole("dialog", { name: "Cancel: 120 runs" });
  await dialog.getByRole("button", { name: "Cancel: 120 runs" }).click();
  await dialog.getByText("Done with 120 runs").waitFor();
  expect(
    await journey.client.flowRuns.count({ body: { flow_runs: { name: { like_: "plain-" }, state: { type: { any_: ["CANCELLED"] } } } } }),
  ).toBe(many.length);
});

test("task runs are filtered by their own state, not by that of their flow run", async () => {
  const run = await aRun({ name: "good-tasks", flow: etl, state: "FAILED", ago: 400 });
  const from = Date.now() - 60_000;
  await sendReports(journey.client, [
    ...reportTaskRun(run.id, crypto.randomUUID(), { name: "load-1", from, to: from + 2_000 }),
    ...reportTaskRun(run.id, crypto.randomUUID(), { name: "load-2", from, to: from + 3_000, type: "FAILED" }),
  ]);
  const page = await journey.open("/runs?kind=task&q=state:failed");
  const tasks = page.getByRole("table", { name: "Task runs" });
  await tasks.getByRole("link", { name: "load-2" }).waitFor();
  expect(await tasks.getByRole("link", { name: "load-1" }).count()).toBe(0);
  await tasks.getByRole("link", { name: "good-tasks" }).waitFor();
  const sent = await countRequests(page, async () => {
    await page.reload();
    await tasks.getByRole("link", { name: "good-tasks" }).waitFor();
  });
  expect(sent.filter((request) => request.startsWith("POST"))).toHaveLength(4);
});

test("chosen task runs are moved to a state, and all that match are deleted", async () => {
  const run = await aRun({ name: "good-many", flow: etl, state: "COMPLETED", ago: 500 });
  const ids = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
  const from = Date.now() - 60_000;
  await sendReports(
    journey.client,
    ids.flatMap((id, index) => reportTaskRun(run.id, id, { name: `step-${index}`, from, to: from + 1000 })),
  );
  const page = await journey.open(`/runs/flow-run/${run.id}?tab=tasks`);
  await page.getByRole("checkbox", { name: "Select step-1" }).check();
  const chosen = page.getByRole("region", { name: "Chosen task runs" });
  await chosen.getByRole("button", { name: "Set state" }).click();
  const move = page.getByRole("dialog", { name: "Set state: 1 task run" });
  await move.getByRole("list", { name: "Task runs it would take" }).getByText("step-1").waitFor();
  await move.getByLabel("State", { exact: true }).selectOption("FAILED");
  await move.getByLabel("Reason").fill("wrong figures");
  await move.getByRole("button", { name: "Set state: 1 task run" }).click();
  await move.getByText("Done with 1 task run").waitFor();
  await move.getByRole("button", { name: "Close" }).last().click();
  const tasks = page.getByRole("table", { name: "Task runs" });
  await tasks.getByRole("row", { name: /step-1.*Failed.*wrong figures/ }).waitFor();

  await page.getByRole("checkbox", { name: "Select step-0" }).check();
  await chosen.getByRole("button", { name: "Choose all 3 matching" }).click();
  await chosen.getByRole("button", { name: "Delete" }).click();
  const remove = page.getByRole("dialog", { name: "Delete: 3 task runs" });
  await remove.getByRole("button", { name: "Delete: 3 task runs" }).click();
  await remove.getByText("Done with 3 task runs").waitFor();
  expect(await journey.client.taskRuns.count({ body: { flow_runs: { id: { any_: [run.id] } } } })).toBe(0);
  await remove.getByRole("link", { name: "The outcome of each" }).click();
  await page
    .getByRole("table", { name: "Outcomes" })
    .getByRole("row", { name: /step-2.*Done/ })
    .waitFor();
  await expectNoAxeViolations(page);
});

test("a phone shows runs as cards and the facets on demand; an empty list offers ways on", async () => {
  const page = await journey.open("/runs?q=name:good", { width: 360, height: 740 });
  await table(page).getByRole("link", { name: "good-1" }).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.getByRole("button", { name: "Narrow down" }).click();
  await page
    .getByRole("region", { name: "Runs by flow" })
    .getByRole("button", { name: /nightly/ })
    .click();
  await shows(page, ["good-2"]);
  await page.goto(`${journey.origin}/runs?q=name:nothing-like-this`);
  await page.getByRole("button", { name: "Show all runs" }).click();
  await table(page).getByRole("link").first().waitFor();
});

/** The list with a row chosen. */
const openChosen = async (): Promise<Page> => {
  const page = await journey.open("/runs?window=24h&limit=10");
  await row(page, "good-1").waitFor();
  await page.getByRole("checkbox", { name: "Select good-1" }).check();
  return page;
};

test("axe finds nothing against the list, its cards and the dialog", { timeout: 180_000 }, async () => {
  const page = await openChosen();
  await page.getByRole("region", { name: "Chosen runs" }).getByRole("button", { name: "Cancel" }).waitFor();
  await expectNoAxeViolations(page);
  await page.close();
  const asking = await openChosen();
  await asking.getByRole("region", { name: "Chosen runs" }).getByRole("button", { name: "Set state" }).click();
  await asking.getByRole("dialog").getByRole("list", { name: "Runs it would take" }).getByText("good-1").waitFor();
  await expectNoAxeViolations(asking);
  await asking.close();
  const phone = await journey.open("/runs?window=24h&limit=10", { width: 360, height: 740 });
  await phone.getByRole("button", { name: "Narrow down" }).click();
  await row(phone, "good-1").waitFor();
  await expectNoAxeViolations(phone);
  await phone.close();
  const tasks = await journey.open("/runs?kind=task&limit=10");
  await tasks.getByRole("table", { name: "Task runs" }).waitFor();
  await tasks.waitForLoadState("networkidle");
  await expectNoAxeViolations(tasks);
});
