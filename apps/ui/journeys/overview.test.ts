import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countRequests, expectNoAxeViolations, flip, waitUntilLive } from "./harness/page-checks.ts";
import { type Journey, startJourney } from "./harness/start-journey.ts";

/** The page as it is with a server that offers nothing beside the protocol. */
const asStockServer = async (page: Page): Promise<void> => {
  await page.route("**/ui-settings", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), flags: [] } });
  });
  await page.route("**/api/ui/**", (route) => route.fulfill({ status: 404, json: { detail: "Not Found" } }));
};

const readTotals = async (page: Page): Promise<readonly string[]> => {
  const panel = page.getByRole("region", { name: "Flow runs" });
  await panel.getByRole("list", { name: "By state", exact: true }).waitFor();
  return panel.getByRole("list", { name: "By state", exact: true }).getByRole("listitem").allTextContents();
};

describe("a server that has not run anything", () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await startJourney();
  });
  afterAll(() => journey?.stop());

  test("shows how to run a first flow, and turns into the overview when it arrives", async () => {
    const { client, origin } = journey;
    const page = await journey.open("/dashboard");
    await page.getByRole("heading", { name: "Run a first flow" }).waitFor();
    await page.getByText("npm install millrace").waitFor();
    await page.getByText(`export PREFECT_API_URL=${origin}/api`).waitFor();
    await expectNoAxeViolations(page);
    await page.getByRole("radiogroup", { name: "Language" }).getByText("Python").click();
    await page.getByText("pip install prefect").waitFor();
    expect(new URL(page.url()).search).toBe("?language=python");
    await waitUntilLive(page);

    const flow = await client.flows.create({ body: { name: "hello" } });
    await client.flowRuns.create({ body: { flow_id: flow.id, name: "first", state: { type: "RUNNING" } } });
    await page.getByRole("heading", { name: "Failing" }).waitFor();
    expect(await readTotals(page)).toEqual(["1 Running"]);
  });
});

describe("the overview", () => {
  let journey: Journey;
  const open = async (path: string, options = {}): Promise<Page> => {
    const page = await journey.open(path, options);
    await page.getByRole("region", { name: "Flow runs" }).waitFor();
    return page;
  };

  beforeAll(async () => {
    journey = await startJourney();
    const { client } = journey;
    const flow = await client.flows.create({ body: { name: "ingest" } });
    await client.workPools.create({ body: { name: "local", type: "process", concurrency_limit: 4 } });
    await client.workers.heartbeat({ work_pool_name: "local", body: { name: "w" } });
    const deployment = await client.deployments.create({
      body: { name: "prod", flow_id: flow.id, work_pool_name: "local", entrypoint: "a.py:f" },
    });
    const run = async (state: object, tags: readonly string[] = []): Promise<string> => {
      const { id } = await client.flowRuns.create({ body: { flow_id: flow.id, tags: [...tags], state: { type: "PENDING" } } });
      await client.flowRuns.setState({ id, body: { state: { type: "RUNNING" } } });
      const { state: set } = await client.flowRuns.setState({ id, body: { state: { type: "COMPLETED", ...state }, force: true } });
      expect(set).toMatchObject(state);
      return id;
    };
    for (const row of [1, 2, 3]) await run({ type: "FAILED", message: `ValueError: no row ${row}` }, ["etl"]);
    await run({ type: "COMPLETED" });
    await client.deployments.createFlowRun({
      id: deployment.id,
      body: { name: "soon", state: { type: "SCHEDULED", state_details: { scheduled_time: inHours(2) } } },
    });
    const late = await client.deployments.createFlowRun({ id: deployment.id, body: { name: "tardy" } });
    const scheduled_time = inHours(-1);
    await client.flowRuns.setState({
      id: late.id,
      body: { state: { type: "SCHEDULED", name: "Late", state_details: { scheduled_time } }, force: true },
    });
  });
  afterAll(() => journey?.stop());

  test("takes one request, says what fails, is late and comes next, and how pools fare", async () => {
    const page = await open("/dashboard");
    const requests = await countRequests(page, () => page.reload());
    expect(requests.filter((request) => !request.includes("/events/"))).toEqual(["POST /ui/overview"]);
    expect(await readTotals(page)).toEqual(["3 Failed", "1 Scheduled", "1 Completed"]);
    const failing = page.getByRole("list", { name: "Failures by error" });
    expect(await failing.getByRole("listitem").count()).toBe(1);
    await failing.getByText("ValueError: no row 3").waitFor();
    await page.getByRole("list", { name: "Late and stuck runs" }).getByRole("link", { name: "tardy" }).waitFor();
    await page.getByRole("list", { name: "Next runs" }).getByRole("link", { name: "ingest / prod" }).waitFor();
    await page.getByRole("list", { name: "Work pools" }).getByText("1 of 1 workers").waitFor();
    await expectNoAxeViolations(page);
  });

  test("leads from every number to its runs", async () => {
    const page = await open("/dashboard?tags=etl&hide_subflows=true");
    expect(await readTotals(page)).toEqual(["3 Failed"]);
    await page.getByRole("link", { name: "3 Failed" }).click();
    await page.waitForURL("**/runs?*");
    expect(new URL(page.url()).searchParams.get("q")).toBe("state:failed expected:-24h..+0s tag:etl -is:subflow");
  });

  test("keeps its filters in the address, and a relative period relative", async () => {
    const page = await open("/dashboard");
    await page.getByRole("combobox", { name: "Tags that runs must carry" }).fill("etl");
    await page.keyboard.press("Enter");
    await flip(page, "Hide subflows");
    await page.getByRole("button", { name: "Last 24 hours" }).click();
    await page.getByRole("button", { name: "Last hour" }).click();
    await page.waitForURL("**/dashboard?*window=1h*");
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ tags: "etl", hide_subflows: "true", window: "1h" });
    expect(await readTotals(page)).toEqual(["3 Failed"]);
    await page.goBack();
    await page.getByRole("button", { name: "Last 24 hours" }).waitFor();
  });

  test("shows what happens as it happens, without asking in between", async () => {
    const { client } = journey;
    const page = await open("/dashboard");
    await waitUntilLive(page);
    const [flow] = await client.flows.list({ body: { limit: 1 } });
    const run = await client.flowRuns.create({ body: { flow_id: flow?.id ?? "", state: { type: "RUNNING" } } });
    await page.getByRole("link", { name: "1 Running" }).waitFor();
    await client.flowRuns.delete({ id: run.id });
  });

  test("has bars that are one stop of the keyboard, and lead to their runs", async () => {
    const page = await open("/dashboard");
    const bars = page.getByRole("list", { name: "Flow runs over time, by state" }).getByRole("button");
    expect(await bars.and(page.locator('[tabindex="0"]')).count()).toBe(1);
    await bars.last().focus();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("End");
    expect(await bars.last().evaluate((bar) => bar === document.activeElement)).toBe(true);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/runs?q=expected:*");
  });

  test("draws the runs of each pool in a day of 24 bars, which say and lead to them", async () => {
    const page = await open("/dashboard");
    const bars = page.getByRole("list", { name: "Runs of local over time, by state" }).getByRole("button");
    expect(await bars.count()).toBe(24);
    // Nothing of the panel is cut off beside the other column.
    const panel = page.getByRole("region", { name: "Work pools" });
    expect(await panel.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    // The run that is late was due an hour ago: in the last bar but one, or on the edge of the one beside it.
    const late = bars.and(page.getByRole("button", { name: /: 1 scheduled$/ }));
    expect(await late.count()).toBe(1);
    await late.click();
    await page.waitForURL("**/runs?q=pool:local*");
    await page.getByRole("table", { name: "Flow runs" }).getByRole("link", { name: "tardy" }).waitFor();
    await page.getByText("1 in all").waitFor();
  });

  test("knows what addresses of Prefect's dashboard have opened", async () => {
    const { client } = journey;
    const [flow] = await client.flows.list({ body: { flows: { name: { any_: ["ingest"] } } } });
    const page = await open("/dashboard?tab=COMPLETED");
    const totals = page.getByRole("region", { name: "Flow runs" }).getByRole("list", { name: "By state" });
    await totals.getByRole("link", { name: "1 Completed" }).and(page.locator("[aria-current]")).waitFor();
    expect(await totals.locator("[aria-current]").count()).toBe(1);
    await page.goto(`${journey.origin}/dashboard?tab=FAILED-CRASHED&flow=${flow?.id}&page=1`);
    await page.waitForURL("**/runs?q=state:failed*");
    await page.getByText("3 in all").waitFor();
  });

  test("says the same with a server that sums nothing up, in a dozen requests", async () => {
    const own = await open("/dashboard");
    const totals = await readTotals(own);
    const page = await journey.open("/dashboard");
    await asStockServer(page);
    const requests = await countRequests(page, () => page.reload());
    expect(requests.filter((request) => !request.includes("/events/")).length).toBeLessThanOrEqual(12);
    expect(await readTotals(page)).toEqual(totals);
    await page
      .getByRole("region", { name: "Work pools" })
      .getByText(/does not sum up the runs of its pools/)
      .waitFor();
    await page.getByText("ValueError: no row 3").waitFor();
    await page.getByRole("list", { name: "Late and stuck runs" }).getByRole("link", { name: "tardy" }).waitFor();
    await page.getByRole("list", { name: "Next runs" }).getByRole("link", { name: "ingest / prod" }).waitFor();
  });

  test("fits a phone", async () => {
    const page = await open("/dashboard", { width: 360, height: 740 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });

  test("says what went wrong, and recovers", async () => {
    const page = await journey.open("/settings/appearance");
    await page.route("**/api/ui/overview", (route) =>
      route.fulfill({ status: 422, json: { detail: "The period must end after it starts." } }),
    );
    await page.goto(`${journey.origin}/dashboard`);
    await page.getByRole("alert").getByText("The period must end after it starts.").waitFor();
    await page.unroute("**/api/ui/overview");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("region", { name: "Flow runs" }).waitFor();
  });
});

const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
