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
        { schedule: { cron: "0 */6 * * *" }, slug: "quarters" },
      ],
    },
  });
});
afterAll(() => journey?.stop());

const schedules = () => journey.client.deployments.listSchedules({ id: deployment.id });
const address = () => `/deployments/deployment/${deployment.id}?tab=schedules`;

test("the dates that the editor shows are those that the scheduler makes runs for", async () => {
  const page = await journey.open(address());
  await page.getByRole("button", { name: "Add a schedule" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a schedule" });
  await dialog.getByLabel("Cron expression").fill("61 * * * *");
  await dialog.getByRole("alert").waitFor();
  await dialog.getByLabel("Cron expression").fill("30 4 * * 1-5");
  await dialog.getByText("At 04:30").waitFor();
  await dialog.getByLabel("Slug").fill("early");
  await dialog.getByLabel("Runs made ahead").fill("5");
  await dialog.getByRole("list", { name: "Next dates" }).waitFor();
  await expectNoAxeViolations(page);
  const shown = await dialog
    .getByRole("list", { name: "Next dates" })
    .locator("time")
    .evaluateAll((times) => times.map((time) => time.getAttribute("datetime")));
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
  expect(await schedules()).toContainEqual(
    expect.objectContaining({
      slug: "early",
      schedule: { cron: "30 4 * * 1-5", timezone: "Europe/Berlin", day_or: true },
      max_scheduled_runs: 5,
    }),
  );
  const made = () =>
    journey.client.flowRuns.list({
      body: { deployments: { id: { any_: [deployment.id] } }, flow_runs: { state: { type: { any_: ["SCHEDULED"] } } }, limit: 200 },
    });
  await expect
    .poll(async () => (await made()).some(({ expected_start_time: at }) => at?.includes(":30:00")), { timeout: 20_000 })
    .toBe(true);
  const early = (await made()).flatMap(({ expected_start_time: at }) => (at?.includes(":30:00") ? [Date.parse(at)] : [])).toSorted();
  const promised = shown.map((at) => Date.parse(at ?? ""));
  expect(promised.slice(0, early.length)).toEqual(early);
});

test("schedules of every kind are made and edited, with what they do about missed dates", async () => {
  const page = await journey.open(address());
  await page.getByRole("button", { name: "Add a schedule" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a schedule" });
  await dialog.getByText("Rule", { exact: true }).click();
  await dialog.getByText("Wed", { exact: true }).click();
  await dialog.getByLabel("First time").fill("2026-01-05T08:30");
  await dialog.getByText(/08:30/).first().waitFor();
  await dialog.getByLabel("Slug").fill("ruled");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
  const ruled = (await schedules()).find(({ slug }) => slug === "ruled");
  expect(ruled?.schedule).toMatchObject({ rrule: "DTSTART:20260105T083000\nRRULE:FREQ=WEEKLY;BYDAY=MO,WE", timezone: "Europe/Berlin" });

  await page.getByRole("button", { name: /More about Every week/ }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  const edit = page.getByRole("dialog", { name: "Edit the schedule" });
  await edit.getByText("Interval", { exact: true }).click();
  await edit.getByLabel("Every").fill("45");
  await edit.getByLabel("Unit").click();
  await page.getByRole("option", { name: "minutes" }).click();
  await edit.getByLabel("While a run is under way").click();
  await page.getByRole("option", { name: "The new one waits" }).click();
  await edit.getByRole("button", { name: "Save" }).click();
  await edit.waitFor({ state: "hidden" });
  const changed = (await schedules()).find(({ slug }) => slug === "ruled");
  expect(changed?.schedule).toMatchObject({ interval: 2_700, timezone: "Europe/Berlin" });
  const policy = { id: deployment.id, schedule_id: changed?.id ?? "" };
  expect(await journey.client.schedulePolicies.get(policy)).toMatchObject({ overlap: "queue" });

  await page.getByRole("switch", { name: /Every 45 minutes.* is on/ }).press("Space");
  await expect.poll(async () => (await schedules()).find(({ slug }) => slug === "ruled")?.active).toBe(false);
  await page.getByRole("button", { name: /More about Every 45 minutes/ }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page
    .getByRole("dialog", { name: /Delete the schedule/ })
    .getByRole("button", { name: "Delete" })
    .click();
  await expect.poll(async () => (await schedules()).some(({ slug }) => slug === "ruled")).toBe(false);
});

test("the week shows every date and where schedules meet, and backfills count before they start", async () => {
  const page = await journey.open(address());
  await page.getByText(/Framed hours have dates of several schedules/).waitFor();
  await page.getByRole("button", { name: "Week after" }).click();
  await page.getByText("In a week").waitFor();
  expect(new URL(page.url()).searchParams.get("week")).toBe("1");
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "New backfill" }).click();
  const dialog = page.getByRole("dialog", { name: "Backfill hourly" });
  await dialog.getByLabel("From").fill("2026-01-01T00:00");
  await dialog.getByLabel("To", { exact: false }).first().fill("2026-01-01T05:00");
  await dialog.getByLabel("Schedules").first().click();
  await page.getByRole("option", { name: "hours" }).click();
  await dialog.getByText("6 dates").waitFor();
  await dialog.getByLabel("Runs at once").fill("2");
  await dialog.getByRole("button", { name: "Start the backfill" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByText("2 under way, 4 waiting").waitFor();
  const list = () => journey.client.backfills.list({ body: { deployments: { any_: [deployment.id] } } });
  expect(await list()).toMatchObject([{ progress: { total: 6 }, concurrency_limit: 2 }]);
  await page.getByRole("region", { name: "Backfills" }).getByRole("button", { name: "Pause" }).click();
  await page.getByRole("region", { name: "Backfills" }).getByRole("button", { name: "Resume" }).waitFor();
  expect((await list())[0]?.state).toBe("PAUSED");
  await page.getByRole("region", { name: "Backfills" }).getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("dialog", { name: "Cancel the backfill?" }).getByRole("button", { name: "Cancel the backfill" }).click();
  await expect.poll(async () => (await list())[0]?.state, { timeout: 15_000 }).toBe("CANCELLED");
});

test("parameters of a schedule are chosen by the schema of its deployment, and keep what they were", async () => {
  const flow = await journey.client.flows.create({ body: { name: "described" } });
  const described = await journey.client.deployments.create({
    body: {
      name: "described",
      flow_id: flow.id,
      parameters: { region: "us" },
      parameter_openapi_schema: {
        type: "object",
        properties: {
          region: { type: "string", title: "region" },
          batch: { type: "integer", title: "batch", default: 10 },
          day: { type: "string", title: "day" },
        },
        required: ["region", "day"],
      },
    },
  });
  const saved = async () =>
    (await journey.client.deployments.listSchedules({ id: described.id })).map(({ schedule, parameters }) => ({ schedule, parameters }));
  const page = await journey.open(`/deployments/deployment/${described.id}?tab=schedules`);
  await page.getByRole("button", { name: "Add a schedule" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a schedule" });
  await dialog.getByLabel("batch").first().fill("25");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
  expect(await saved()).toMatchObject([{ schedule: { cron: "0 9 * * *" }, parameters: { batch: 25 } }]);

  await page
    .getByRole("button", { name: /^More for|More/ })
    .last()
    .click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  const editor = page.getByRole("dialog", { name: "Edit the schedule" });
  await expect.poll(() => editor.getByLabel("batch").first().inputValue(), { timeout: 20_000 }).toBe("25");
  await editor.getByLabel("region").first().fill("eu");
  await expectNoAxeViolations(page);
  await editor.getByRole("button", { name: "Save" }).click();
  await editor.waitFor({ state: "hidden" });
  expect(await saved()).toMatchObject([{ parameters: { batch: 25, region: "eu" } }]);
});
