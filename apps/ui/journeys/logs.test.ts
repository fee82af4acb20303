import { readFile } from "node:fs/promises";
import type { CreateLogInput } from "@millrace/contract";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countRequests, expectNoAxeViolations } from "./harness/page-checks.ts";
import { type Journey, startJourney } from "./harness/start-journey.ts";

let journey: Journey;
let big: string;
const total = 100_000;
const start = Date.UTC(2026, 9, 24, 12);
const momentOf = (index: number): string => new Date(start + index * 1000).toISOString();

const lineAt = (flow_run_id: string, task_run_id: string, index: number): CreateLogInput => ({
  flow_run_id,
  task_run_id: index % 3 === 0 ? null : task_run_id,
  name: index % 7 === 0 ? "app.orders" : "prefect.flow_runs",
  level: index === 61_234 ? 40 : index % 5 === 0 ? 10 : 20,
  message:
    index === 77_777
      ? "the needle is at https://example.com/haystack?a=1."
      : index === 2
        ? "\u001b[32mgreen\u001b[0m <b>not bold</b>"
        : `Processed row ${index}`,
  timestamp: momentOf(index),
});

const aRun = async (name: string): Promise<string> => {
  const flow = await journey.client.flows.create({ body: { name: "talks" } });
  return (await journey.client.flowRuns.create({ body: { name, flow_id: flow.id, state: { type: "RUNNING" } } })).id;
};

beforeAll(async () => {
  journey = await startJourney();
  const { client } = journey;
  big = await aRun("talkative");
  const task = await client.taskRuns.create({ body: { name: "load-0", flow_run_id: big, task_key: "load", dynamic_key: "0" } });
  for (let first = 0; first < total; first += 5_000) {
    await client.logs.create({ body: Array.from({ length: 5_000 }, (_, index) => lineAt(big, task.id, first + index)) });
  }
  await client.flowRuns.setState({ id: big, body: { state: { type: "COMPLETED" }, force: true } });
});
afterAll(() => journey?.stop());

const lines = (page: Page) => page.getByRole("region", { name: "Log lines" });
const say = (flow_run_id: string, message: string): Promise<unknown> =>
  journey.client.logs.create({
    body: [{ flow_run_id, name: "prefect.flow_runs", level: 20, message, timestamp: new Date().toISOString() }],
  });

test("100,000 lines are read from both ends, and anything in them is found", async ({ annotate }) => {
  const page = await journey.open(`/runs/flow-run/${big}`);
  await page.getByRole("tab", { name: "Logs" }).waitFor();
  const from = performance.now();
  await page.getByRole("tab", { name: "Logs" }).click();
  await lines(page).getByText("Processed row 1", { exact: true }).waitFor();
  await annotate(`The first of ${total} lines show after ${Math.round(performance.now() - from)} ms.`);
  await page.getByText("100,000 lines").waitFor();
  expect(await lines(page).getByText("<b>not bold</b>").count()).toBe(1);
  expect(await lines(page).getByRole("listitem").count()).toBeLessThan(100);
  await page.getByText("Times in").waitFor();

  await page.getByRole("button", { name: "To the end" }).click();
  await lines(page)
    .getByText(`Processed row ${total - 1}`, { exact: true })
    .waitFor();
  await page.getByRole("textbox", { name: "Find in the log" }).fill("needle");
  await page.getByText("1 line", { exact: true }).waitFor();
  await page.keyboard.press("Enter");
  await lines(page).locator("mark", { hasText: "needle" }).waitFor();
  expect(await lines(page).getByText("Processed row 77778", { exact: true }).count()).toBe(1);
  const link = lines(page).getByRole("link", { name: "https://example.com/haystack?a=1" });
  expect(await link.getAttribute("rel")).toContain("noopener");
  await lines(page).hover();
  await expectNoAxeViolations(page);

  const address = page.url();
  expect(address).toContain("#log=");
  const other = await journey.open(address.replace(journey.origin, ""));
  await lines(other).locator("mark", { hasText: "needle" }).waitFor();
  await other.close();

  const find = page.getByRole("textbox", { name: "Find in the log" });
  await find.fill('"row 88888"');
  await find.press("Enter");
  await lines(page).locator("mark", { hasText: "row 88888" }).waitFor();
  await find.fill("");
  await lines(page).focus();
  await page.keyboard.press("e");
  await lines(page).getByText("Processed row 61234", { exact: true }).waitFor();
});

test("lines are narrowed by level, logger, task and text, shown among those around them, and taken away", async () => {
  const page = await journey.open(`/runs/flow-run/${big}?tab=logs`, { scheme: "dark" });
  await lines(page).getByText("Processed row 1", { exact: true }).waitFor();
  await page.getByRole("combobox", { name: "Least level" }).selectOption({ label: "Error or worse (1)" });
  await lines(page).getByText("Processed row 61234").waitFor();
  expect(await lines(page).getByRole("listitem").count()).toBe(1);
  expect(new URL(page.url()).search).toBe("?tab=logs&level=40");

  await page.keyboard.press("k");
  await page.keyboard.press("a");
  await lines(page).getByText("Processed row 61229", { exact: true }).waitFor();
  await lines(page).getByText("Processed row 61239", { exact: true }).waitFor();

  await page.goto(`${journey.origin}/runs/flow-run/${big}?tab=logs&q=%2B77777 needle&only=true&task=none`);
  await page.getByText("No line matches").first().waitFor();
  await page.goto(`${journey.origin}/runs/flow-run/${big}?tab=logs&q="row 9999"&only=true`);
  await page.getByText("11 lines").first().waitFor();
  const few = await downloadText(page);
  expect(few.name).toBe("talkative.log");
  expect(few.text.trim().split("\n")).toHaveLength(11);
  expect(few.text).toContain(`${momentOf(99_991).replace(".000Z", "Z")} | INFO     | prefect.flow_runs - Processed row 99991`);

  await page.goto(`${journey.origin}/runs/flow-run/${big}?tab=logs`);
  await page.getByText("100,000 lines").waitFor();
  const texts: string[] = [];
  const sent = await countRequests(page, async () => void texts.push((await downloadText(page)).text));
  expect(sent).toEqual(["POST /ui/logs/download"]);
  expect(texts[0]?.trim().split("\n")).toHaveLength(100_000);
});

/** Downloads the log that is shown as text. */
const downloadText = async (page: Page): Promise<{ readonly name: string; readonly text: string }> => {
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "More for the log" }).click();
  await page.getByRole("menuitem", { name: "Download as text" }).click();
  const download = await downloading;
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
};

test("the end is followed while lines come, until somebody scrolls up", async () => {
  const id = await aRun("chatty");
  for (let index = 0; index < 120; index += 1) await say(id, `old ${index}`);
  const page = await journey.open(`/runs/flow-run/${id}?tab=logs`);
  await lines(page).getByText("old 119", { exact: true }).waitFor();
  await page.getByText("New lines appear by themselves").waitFor();
  await say(id, "fresh 1");
  await lines(page).getByText("fresh 1", { exact: true }).waitFor();
  expect(await page.getByRole("button", { name: "Follow" }).getAttribute("aria-pressed")).toBe("true");
  await lines(page).hover();
  await page.mouse.wheel(0, -1500);
  await page.locator('button[aria-pressed="false"]', { hasText: "Follow" }).waitFor();
  await say(id, "fresh 2");
  await page.getByText("122 lines").waitFor();
  expect(await lines(page).getByText("fresh 2", { exact: true }).count()).toBe(0);
  await page.keyboard.press("f");
  await lines(page).getByText("fresh 2", { exact: true }).waitFor();
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "More for the log" }).click();
  await page.getByRole("menuitem", { name: "Download everything as CSV" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("chatty.csv");
  expect((await readFile(await download.path(), "utf8")).trim().split("\r\n")).toHaveLength(123);
});

test("a lost connection loses no line and doubles none", async () => {
  const id = await aRun("interrupted");
  await say(id, "before");
  const page = await journey.open("/dashboard", { width: 360, height: 740 });
  let isDown = false;
  let close = async (): Promise<void> => undefined;
  await page.routeWebSocket(/logs\/out/, (socket) => {
    if (isDown) return void socket.close();
    close = () => socket.close();
    socket.connectToServer();
    return undefined;
  });
  await page.goto(`${journey.origin}/runs/flow-run/${id}?tab=logs`);
  await page.getByText("New lines appear by themselves").waitFor();
  isDown = true;
  await close();
  await page.getByText("New lines appear by themselves").waitFor({ state: "hidden" });
  await say(id, "missed");
  isDown = false;
  await page.getByText("New lines appear by themselves").waitFor();
  await say(id, "after");
  await lines(page).getByText("after", { exact: true }).waitFor();
  for (const message of ["before", "missed", "after"]) expect(await lines(page).getByText(message, { exact: true }).count()).toBe(1);
  await page.getByText("3 lines").waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await expectNoAxeViolations(page);
});
