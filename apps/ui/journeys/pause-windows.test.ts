import type { Deployment } from "@millrace/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoAxeViolations } from "./harness/page-checks.ts";
import { type Journey, startJourney } from "./harness/start-journey.ts";

let journey: Journey;
let deployment: Deployment;

beforeAll(async () => {
  journey = await startJourney();
  const flow = await journey.client.flows.create({ body: { name: "orders" } });
  deployment = await journey.client.deployments.create({
    body: {
      name: "hourly",
      flow_id: flow.id,
      schedules: [
        { schedule: { cron: "0 * * * *" }, slug: "hours" },
        { schedule: { cron: "30 */6 * * *" }, slug: "quarters" },
      ],
    },
  });
});
afterAll(() => journey?.stop());

const address = () => `/deployments/deployment/${deployment.id}?tab=schedules`;
const day = 86_400_000;
const patience = { timeout: 30_000 };

/** Moments of the runs that are to come. */
const upcoming = async (slug: string): Promise<readonly number[]> => {
  const body = {
    deployments: { id: { any_: [deployment.id] } },
    flow_runs: { state: { type: { any_: ["SCHEDULED" as const] } } },
    limit: 200,
  };
  const runs = await journey.client.flowRuns.list({ body });
  const own = runs.filter(({ created_by }) => created_by?.display_value === slug);
  return own.flatMap(({ expected_start_time: at }) => (at === null ? [] : [Date.parse(at)])).toSorted();
};
const within = async (slug: string, end: number): Promise<number> => (await upcoming(slug)).filter((at) => at < end).length;

test("a window is added to one schedule, says what it leaves out, and its runs come back when it is deleted", async () => {
  await expect.poll(() => within("hours", Date.now() + day), patience).toBeGreaterThanOrEqual(3);
  const page = await journey.open(address());
  await page.getByRole("button", { name: "Add a pause window" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a pause window" });
  await dialog.getByText(/2[789] dates fall in this window/).waitFor();
  await dialog.getByLabel("Schedule", { exact: true }).first().click();
  await page.getByRole("option", { name: "hours" }).click();
  await dialog.getByText(/2[345] dates fall in this window/).waitFor();
  const to = dialog.getByLabel("To", { exact: false }).first();
  const end = await to.inputValue();
  await to.fill("2020-01-01T00:00");
  await dialog.getByText("Choose a period that ends after it starts, and is not over.").waitFor();
  await to.fill(end);
  await dialog.getByLabel("Reason").fill("new shelves");
  await expectNoAxeViolations(page);
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });

  const { schedules } = await journey.client.deployments.get({ id: deployment.id });
  const path = { id: deployment.id, schedule_id: schedules.find(({ slug }) => slug === "hours")?.id ?? "" };
  const { pause_windows } = await journey.client.schedulePolicies.get(path);
  expect(pause_windows).toMatchObject([{ reason: "new shelves" }]);
  const over = Date.parse(pause_windows[0]?.end_time ?? "");
  await expect.poll(() => within("hours", over), patience).toBe(0);
  await expect.poll(async () => (await upcoming("hours")).length, patience).toBeGreaterThanOrEqual(3);
  expect(await within("quarters", over)).toBeGreaterThanOrEqual(3);

  const list = page.getByRole("list", { name: "Pause windows" });
  await list.getByText("new shelves").waitFor();
  await list.getByText(/· hours · under way, ends /).waitFor();
  await page.getByText(/hours · in a pause window/).waitFor();
  const week = page.getByRole("table", { name: /Dates by day and hour/ });
  await week.getByRole("img", { name: "Pause window" }).first().waitFor();
  await page.getByText("whose dates are left out: new shelves (hours).").waitFor();
  await expectNoAxeViolations(page);

  await page.getByRole("button", { name: "More about 0 * * * *" }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  const editor = page.getByRole("dialog", { name: "Edit the schedule" });
  await editor.getByText(/2[2345] dates fall in a pause window/).waitFor();
  await editor.getByRole("button", { name: "Save" }).click();
  await editor.waitFor({ state: "hidden" });
  expect((await journey.client.schedulePolicies.get(path)).pause_windows).toEqual(pause_windows);

  await list.getByRole("button", { name: /^Delete the pause window from / }).click();
  await page.getByRole("dialog", { name: "Delete the pause window?" }).getByRole("button", { name: "Delete" }).click();
  await list.waitFor({ state: "hidden" });
  await expect.poll(() => within("hours", over), patience).toBeGreaterThanOrEqual(3);
  expect(await journey.client.schedulePolicies.list({ id: deployment.id })).toEqual([]);
}, 180_000);

test("a window of all schedules is one, and the server's refusal of another that overlaps is shown", async () => {
  const page = await journey.open(address(), { width: 360, height: 740 });
  const add = async (reason: string) => {
    await page.getByRole("button", { name: "Add a pause window" }).click();
    const dialog = page.getByRole("dialog", { name: "Add a pause window" });
    await dialog.getByLabel("Reason").fill(reason);
    const from = dialog.getByLabel("From", { exact: false }).first();
    const to = dialog.getByLabel("To", { exact: false }).first();
    await from.fill("2040-01-01T00:00");
    await to.fill(reason === "away" ? "2040-02-01T00:00" : "2040-03-01T00:00");
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    return dialog;
  };
  const first = await add("away");
  await first.waitFor({ state: "hidden" });
  const policies = await journey.client.schedulePolicies.list({ id: deployment.id });
  const pause_windows = [{ start_time: "2039-12-31T23:00:00Z", end_time: "2040-01-31T23:00:00Z", reason: "away" }];
  expect(policies).toMatchObject([{ pause_windows }, { pause_windows }]);
  const list = page.getByRole("list", { name: "Pause windows" });
  await list.getByText(/· All schedules · starts /).waitFor();
  expect(await list.getByRole("listitem").count()).toBe(1);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);

  const second = await add("moving");
  await second.getByText(/overlap\. Make one of them/).waitFor();
  await second.getByRole("button", { name: "Cancel" }).click();
  await list.getByRole("button", { name: /^Delete the pause window from / }).click();
  await page.getByRole("dialog", { name: "Delete the pause window?" }).getByRole("button", { name: "Delete" }).click();
  await list.waitFor({ state: "hidden" });
  expect(await journey.client.schedulePolicies.list({ id: deployment.id })).toEqual([]);
});

test("a server that knows no pause windows is asked for none", async () => {
  const page = await journey.open("/variables");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.route("**/ui-settings", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), flags: [] } });
  });
  await page.goto(journey.origin + address());
  await page.getByRole("table", { name: /Dates by day and hour/ }).waitFor();
  expect(await page.getByRole("button", { name: "Add a pause window" }).count()).toBe(0);
  expect(asked.filter((path) => path.endsWith("/policies"))).toEqual([]);
});
