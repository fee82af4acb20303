import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countRequests, expectNoAxeViolations, waitUntilLive } from "./harness/page-checks.ts";
import { type Journey, startJourney } from "./harness/start-journey.ts";

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.stop());

const places = [
  ["/", "Overview"],
  ["/dashboard", "Overview"],
  ["/runs", "Runs"],
  ["/timeline", "Timeline"],
  ["/events", "Events"],
  ["/flows", "Flows"],
  ["/deployments", "Deployments"],
  ["/automations", "Automations"],
  ["/work-pools", "Work pools"],
  ["/workers", "Workers"],
  ["/concurrency-limits", "Concurrency"],
  ["/artifacts", "Artifacts"],
  ["/blocks", "Blocks"],
  ["/variables", "Variables"],
] as const;

describe("every place", () => {
  test.each(places)("%s is %s, named in the tab, on the menu and for assistive technology", async (path, title) => {
    expect((await fetch(journey.origin + path)).status).toBe(200);
    const page = await journey.open(path);
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    expect(await page.title()).toBe(`${title} · Millrace`);
    await page.getByRole("navigation", { name: "Places" }).locator('a[aria-current="page"]', { hasText: title }).waitFor();
    await expectNoAxeViolations(page);
  });
});

test("the shell asks where the API is and nothing else, and then listens", async () => {
  const page = await journey.open("/settings/shortcuts");
  const requests = await countRequests(page, async () => {
    await page.reload();
    await waitUntilLive(page);
  });
  expect(requests.filter((request) => !request.includes("/events/out"))).toEqual([]);
});

test("addresses of older clients lead to the page", async () => {
  const id = "0198f0aa-0000-7000-8000-000000000000";
  const page = await journey.open(`/flow-runs/flow-run/${id}?tab=logs`);
  await page.waitForURL(`${journey.origin}/runs/flow-run/${id}`);
});

/** How far two colours (`rgb(…)`) are apart, from 1 to 21 (WCAG 2.2). */
const contrast = (...colours: readonly [string, string]): number => {
  const light = colours.map((colour) => {
    const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
      const share = Number(part) / 255;
      return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  });
  return (Math.max(...light) + 0.05) / (Math.min(...light) + 0.05);
};

test.each(["light", "dark"] as const)("the chosen tab stands out in the %s theme", async (colorScheme) => {
  const page = await journey.open("/settings/appearance");
  await page.emulateMedia({ colorScheme });
  await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: "attached" });
  const [mark, line] = await page.getByRole("tab", { selected: true }).evaluate((tab) => {
    const list = tab.closest('[role="tablist"]') ?? tab;
    return [getComputedStyle(tab).borderBottomColor, getComputedStyle(list).boxShadow.match(/rgba?\([^)]*\)/)?.[0] ?? ""];
  });
  expect(line).not.toBe("");
  expect(contrast(mark ?? "", line ?? "")).toBeGreaterThanOrEqual(3);
});

test("an address that no page has offers a search", async () => {
  const page = await journey.open("/nowhere/at/all");
  await page.getByRole("heading", { level: 1, name: "No such page" }).waitFor();
  await page.getByRole("button", { name: "Search by name or id" }).click();
  await page.getByRole("dialog").getByRole("textbox").waitFor();
});

describe("the keyboard", () => {
  test("jumps, helps and searches", async () => {
    const page = await journey.open("/dashboard");
    await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
    await page.keyboard.press("g");
    await page.keyboard.press("f");
    await page.waitForURL(`${journey.origin}/flows`);
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).getByText("Go to Runs").waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.getByRole("textbox", { name: "Search" }).fill("variab");
    await page.keyboard.press("Enter");
    await page.waitForURL(`${journey.origin}/variables`);
  });
});

test("things are found by name and by id", async () => {
  const { client } = journey;
  const flow = await client.flows.create({ body: { name: "tidal-gauge" } });
  const run = await client.flowRuns.create({ body: { flow_id: flow.id, name: "spring-tide", state: { type: "RUNNING" } } });
  const page = await journey.open("/dashboard");
  await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("textbox", { name: "Search" }).fill("tidal");
  await page.getByRole("button", { name: "tidal-gauge" }).click();
  await page.waitForURL(`${journey.origin}/flows/flow/${flow.id}`);
  await page.getByRole("heading", { level: 1, name: "tidal-gauge" }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("textbox", { name: "Search" }).fill(run.id);
  await page.getByRole("button", { name: "spring-tide" }).click();
  await page.waitForURL(`${journey.origin}/runs/flow-run/${run.id}`);

  await page.getByRole("heading", { level: 1, name: "spring-tide" }).waitFor();
  await page.keyboard.press("Control+k");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /tidal-gauge.*Flow/ })
    .click();
  await page.waitForURL(`${journey.origin}/flows/flow/${flow.id}`);
});

test("on a phone the menu is a drawer", async () => {
  const page = await journey.open("/runs", { width: 360, height: 740 });
  await page.getByRole("heading", { level: 1, name: "Runs" }).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await page.getByRole("button", { name: "Open the menu" }).click();
  await page.getByRole("link", { name: "Variables" }).click();
  await page.waitForURL(`${journey.origin}/variables`);
  await expectNoAxeViolations(page);
});
