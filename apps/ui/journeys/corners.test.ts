import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectNoAxeViolations } from "./harness/page-checks.ts";
import { type Seeded, seedEveryNoun } from "./harness/seed-every-noun.ts";
import { type Journey, startJourney } from "./harness/start-journey.ts";

let journey: Journey;
let page: Page;
let seeded: Seeded;
beforeAll(async () => {
  journey = await startJourney();
  seeded = await seedEveryNoun(journey.client);
  page = await journey.open("/settings/appearance");
}, 120_000);
afterAll(() => journey?.stop());

const showOn = async (shown: Page, path: string): Promise<void> => {
  await shown.goto(journey.origin + path);
  await shown.getByRole("heading", { level: 1 }).first().waitFor();
  await shown.locator('[aria-busy="true"]').first().waitFor({ state: "hidden" });
};
const show = (path: string): Promise<void> => showOn(page, path);

/** Looks at each tab of the page that is shown, once it has come. */
const lookAtTabs = async (shown: Page, look: (number: number) => Promise<void>): Promise<void> => {
  const tabs = shown.getByRole("main").getByRole("tab");
  await tabs.first().waitFor();
  for (let index = 0; index < (await tabs.count()); index += 1) {
    await tabs.nth(index).click();
    await shown.locator('[aria-busy="true"]').first().waitFor({ state: "hidden" });
    await look(index + 1);
  }
};

/** Pages with tabs: each tab is looked at. */
const tabbed: readonly (readonly [string, (at: Seeded) => string])[] = [
  ["a failed flow run", ({ runs }) => `/runs/flow-run/${runs.FAILED}`],
  ["a task run", ({ taskRunId }) => `/runs/task-run/${taskRunId}`],
  ["a flow", ({ flowId }) => `/flows/flow/${flowId}`],
  ["a deployment", ({ deploymentId }) => `/deployments/deployment/${deploymentId}`],
  ["a work pool", ({ poolName }) => `/work-pools/work-pool/${poolName}`],
  ["a work queue", ({ poolName, queueName }) => `/work-pools/work-pool/${poolName}/queue/${queueName}`],
  ["an automation", ({ automationId }) => `/automations/automation/${automationId}`],
  ["an artifact", ({ artifactId }) => `/artifacts/artifact/${artifactId}`],
  ["a block", ({ blockId }) => `/blocks/block/${blockId}`],
  ["concurrency", () => "/concurrency-limits"],
  ["settings", () => "/settings/appearance"],
];

describe("every tab is one that everybody can use, in both themes", () => {
  test.each(tabbed)(
    "of %s",
    async (_, pathOf) => {
      await show(pathOf(seeded));
      await lookAtTabs(page, () => expectNoAxeViolations(page));
    },
    480_000,
  );
});

/** Something that opens above a page: what is pressed one after the other, and what must be there then. */
interface Opened {
  readonly name: string;
  readonly at: (seeded: Seeded) => string;
  readonly steps: readonly string[];
  readonly role: "dialog" | "menu" | "listbox";
}

const opened: readonly Opened[] = [
  { name: "the columns of a list", at: () => "/runs", steps: ["Choose the columns"], role: "dialog" },
  { name: "saved views", at: () => "/runs", steps: ["Views"], role: "menu" },
  { name: "a period", at: () => "/runs", steps: ["Last 7 days"], role: "dialog" },
  { name: "what can be done with a run", at: ({ runs }) => `/runs/flow-run/${runs.RUNNING}`, steps: ["More for this run"], role: "menu" },
  { name: "cancelling", at: ({ runs }) => `/runs/flow-run/${runs.RUNNING}`, steps: ["Cancel"], role: "dialog" },
  {
    name: "a state by hand",
    at: ({ runs }) => `/runs/flow-run/${runs.FAILED}`,
    steps: ["More for this run", "Change the state"],
    role: "dialog",
  },
  { name: "deleting a run", at: ({ runs }) => `/runs/flow-run/${runs.FAILED}`, steps: ["More for this run", "Delete"], role: "dialog" },
  { name: "a deployment's menu", at: () => "/deployments", steps: ["More about nightly"], role: "menu" },
  {
    name: "a pause window",
    at: ({ deploymentId }) => `/deployments/deployment/${deploymentId}?tab=schedules`,
    steps: ["Add a pause window"],
    role: "dialog",
  },
  { name: "a work pool's menu", at: () => "/work-pools", steps: ["More about yard"], role: "menu" },
  { name: "deleting a work pool", at: () => "/work-pools", steps: ["More about yard", "Delete"], role: "dialog" },
  { name: "a new limit", at: () => "/concurrency-limits", steps: ["Create a limit"], role: "dialog" },
  { name: "taking back slots", at: () => "/concurrency-limits", steps: ["More about database", "Reset"], role: "dialog" },
  { name: "limiting a tag", at: () => "/concurrency-limits?tab=task-run", steps: ["Limit a tag"], role: "dialog" },
  { name: "deleting a worker", at: () => "/workers", steps: ["Delete worker-1"], role: "dialog" },
  { name: "a new variable", at: () => "/variables", steps: ["New variable"], role: "dialog" },
  { name: "an edited variable", at: () => "/variables", steps: ["More about limits", "Edit"], role: "dialog" },
  { name: "a block's menu", at: () => "/blocks", steps: ["More about archive"], role: "menu" },
  { name: "types of blocks", at: () => "/blocks", steps: ["Types"], role: "listbox" },
  { name: "time zones", at: () => "/settings/time", steps: ["Time zone"], role: "listbox" },
  { name: "known events", at: () => "/events", steps: ["Events"], role: "listbox" },
  { name: "an automation's menu", at: () => "/automations", steps: ["More about failures"], role: "menu" },
  { name: "deleting an artifact", at: ({ artifactId }) => `/artifacts/artifact/${artifactId}`, steps: ["Delete"], role: "dialog" },
  { name: "a field's menu", at: () => "/blocks/catalog/store/create", steps: ["Options of Place"], role: "menu" },
];

describe("everything that opens is, too", () => {
  test.each(opened)(
    "$name",
    async ({ at, steps, role }) => {
      await show(at(seeded));
      for (const name of steps) {
        const target = page.getByRole("menuitem", { name }).or(page.getByRole("main").getByRole("button", { name, exact: true }));
        await target
          .or(page.getByRole("combobox", { name, exact: true }))
          .first()
          .click();
      }
      await page.getByRole(role).first().waitFor();
      await expectNoAxeViolations(page);
    },
    120_000,
  );

  test("the palette and the list of shortcuts", async () => {
    await show("/variables");
    await page.keyboard.press("Control+k");
    await page.getByRole("textbox", { name: "Search" }).fill("night");
    await page.getByRole("dialog").getByText("nightly").first().waitFor();
    await expectNoAxeViolations(page);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    await expectNoAxeViolations(page);
  }, 120_000);

  test("pages that say that something is not there", async () => {
    const nobody = "00000000-0000-4000-8000-000000000000";
    for (const path of ["/nowhere", `/flows/flow/${nobody}`, "/work-pools/work-pool/nobody", "/events?resource=nothing.*"]) {
      await show(path);
      await expectNoAxeViolations(page);
    }
  }, 120_000);
});

const lists = [
  "/dashboard",
  "/runs",
  "/runs?kind=task",
  "/runs/jobs",
  "/timeline",
  "/events",
  "/flows",
  "/deployments",
  "/deployments/create",
  "/automations",
];
const others = [
  "/automations/create",
  "/work-pools",
  "/work-pools/create",
  "/workers",
  "/artifacts",
  "/artifacts?view=grid",
  "/blocks",
  "/variables",
];

describe("nothing is wider than a phone", () => {
  let phone: Page;
  beforeAll(async () => {
    phone = await journey.open("/settings/appearance", { width: 360, height: 740 });
  });

  /** What is wider scrolls in a box of its own. */
  const expectToFit = (where: string): Promise<void> =>
    expect
      .poll(() => phone.evaluate(() => document.documentElement.scrollWidth), { message: `${where}, in pixels` })
      .toBeLessThanOrEqual(360);

  test.each([...lists, ...others])("%s", async (path) => {
    await showOn(phone, path);
    await expectToFit(path);
  });

  test.each(tabbed)(
    "each tab of %s",
    async (name, pathOf) => {
      await showOn(phone, pathOf(seeded));
      await lookAtTabs(phone, (number) => expectToFit(`tab ${number} of ${name}`));
    },
    120_000,
  );
});
