import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { createClient } from "@millrace/client";
import type { Page } from "playwright-core";
import { afterEach, expect, inject, test } from "vitest";
import { expectNoAxeViolations, waitUntilLive } from "./harness/page-checks.ts";
import { createServerProcess, type ServerProcess } from "./harness/server-process.ts";
import { signIn } from "./harness/sign-in.ts";
import { type Journey, startJourney } from "./harness/start-journey.ts";
import { startSubPathProxy } from "./harness/sub-path-proxy.ts";
import { reportTaskRun, sendReports } from "./harness/task-run-events.ts";
import { upgradePages } from "./harness/upgrade-pages.ts";

const started: { readonly stop: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const each of started.splice(0).toReversed()) await each.stop();
});

/** The browser is a journey's, the server a process of its own. */
const start = async (auth?: string): Promise<{ readonly process: ServerProcess; readonly open: Journey["open"] }> => {
  const journey = await startJourney();
  const process = await createServerProcess(inject("uiFolder"));
  started.push(journey, process);
  await process.start(auth === undefined ? {} : { auth });
  return { process, open: (path, options) => journey.open(path.startsWith("http") ? path : process.origin + path, options) };
};

const createVariable = async ({ origin }: ServerProcess, name: string): Promise<void> => {
  const client = createClient({ url: `${origin}/api` });
  await client.variables.create({ body: { name, value: 1 } });
  await client.close();
};

const typeVariable = async (page: Page, name: string): Promise<void> => {
  await page.getByRole("button", { name: "New variable" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New variable" });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("textbox", { name: "Value" }).fill("41");
};

test("a server that is killed is said to be away; a page that stays open catches up with it and keeps what was typed", async () => {
  const { process, open } = await start();
  const page = await open("/variables");
  await waitUntilLive(page);
  await typeVariable(page, "typed_before");
  await process.kill();
  await page.getByRole("status", { name: /Connection: Offline/ }).waitFor();
  const save = page.getByRole("button", { name: "Create the variable" });
  await save.click();
  await page.getByRole("dialog").getByText("The server cannot be reached").waitFor();
  await process.start();
  await createVariable(process, "made_meanwhile");
  await waitUntilLive(page);
  expect(await page.getByRole("dialog").getByLabel("Name").inputValue()).toBe("typed_before");
  await save.click();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await page.getByRole("row", { name: /typed_before/ }).waitFor();
  await page.getByRole("row", { name: /made_meanwhile/ }).waitFor();
  await createVariable(process, "heard_after");
  await page
    .getByRole("row", { name: /heard_after/ })
    .or(page.getByRole("button", { name: /new: show/ }))
    .first()
    .waitFor();
}, 120_000);

test("behind a proxy at a path, which asks for credentials, a run's page catches up with a server that was restarted", async () => {
  const { process, open } = await start("admin:secret");
  const proxy = await startSubPathProxy(process.origin, "/tools/mill");
  started.push(proxy);
  const client = createClient({ url: `${process.origin}/api`, auth: "admin:secret" });
  const flow = await client.flows.create({ body: { name: "etl" } });
  const run = await client.flowRuns.create({ body: { flow_id: flow.id, state: { type: "RUNNING" } } });
  const report = (name: string): Promise<void> => sendReports(client, reportTaskRun(run.id, randomUUID(), { name, from: Date.now() }));
  await report("before-1");
  const page = await open(`${proxy.address}/runs/flow-run/${run.id}?tab=gantt`);
  await signIn(page, "admin:secret");
  await page.getByRole("row", { name: /before-1/ }).waitFor();
  await waitUntilLive(page);
  await process.kill();
  await page.getByRole("status", { name: /Connection: Offline/ }).waitFor();
  await process.start({ auth: "admin:secret" });
  await report("meanwhile-1");
  await page.getByRole("row", { name: /meanwhile-1/ }).waitFor();
  await waitUntilLive(page);
  await report("after-1");
  await page.getByRole("row", { name: /after-1/ }).waitFor();
  await client.close();
}, 120_000);

test("a page that is gone to while the server is away says so, and comes when the server is back", async () => {
  const { process, open } = await start();
  const page = await open("/variables");
  await waitUntilLive(page);
  await process.kill();
  await page.getByRole("link", { name: "Blocks" }).click();
  await page.getByRole("heading", { level: 1, name: "The server cannot be reached" }).waitFor();
  await process.start();
  await page.getByRole("heading", { level: 1, name: "Blocks" }).waitFor({ timeout: 30_000 });
}, 120_000);

test("an upgrade under an open page costs neither what was typed nor the way on", async () => {
  const { process, open } = await start();
  const page = await open("/work-pools/create?type=process&step=details");
  await page.getByRole("textbox", { name: "Name" }).fill("typed-before");
  await waitUntilLive(page);
  await process.kill();
  const uiFolder = await upgradePages(inject("uiFolder"));
  started.push({ stop: () => rm(uiFolder, { recursive: true }) });
  await process.start({ uiFolder });
  await waitUntilLive(page);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Search or jump to" }).first().click();
  await page.getByRole("alert").filter({ hasText: "the server has been upgraded" }).waitFor();
  expect(await page.getByRole("textbox", { name: "Name" }).inputValue()).toBe("typed-before");
  await page.getByRole("link", { name: "Blocks" }).click();
  await page.getByRole("heading", { level: 1, name: "The server has been upgraded" }).waitFor();
  await page.getByRole("button", { name: "Load again" }).click();
  await page.getByRole("heading", { level: 1, name: "Blocks" }).waitFor();
  await page.goto(`${process.origin}/work-pools/create?type=process&step=details`);
  await page.getByRole("textbox", { name: "Name" }).and(page.locator('[value="typed-before"]')).waitFor();
}, 120_000);

test("credentials that expire in the middle of a form are asked for above it", async () => {
  const { process, open } = await start("admin:old");
  const page = await open("/variables");
  await signIn(page, "admin:old");
  await waitUntilLive(page);
  await typeVariable(page, "typed_before");
  await process.kill();
  await process.start({ auth: "admin:new" });
  await page.getByRole("dialog", { name: "Log in again" }).waitFor();
  await page.getByRole("dialog", { name: "Log in again" }).getByLabel("Credentials", { exact: true }).fill("admin:new");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByRole("dialog", { name: "Log in again" }).waitFor({ state: "hidden" });
  expect(await page.getByRole("dialog").getByLabel("Name").inputValue()).toBe("typed_before");
  await page.getByRole("button", { name: "Create the variable" }).click();
  await page.getByRole("row", { name: /typed_before/ }).waitFor();
  await waitUntilLive(page);
}, 120_000);

test("what a browser calls offline is not, while the server answers", async () => {
  const journey = await startJourney();
  started.push(journey);
  const page = await journey.open("/variables");
  await waitUntilLive(page);
  await page.evaluate(() => {
    Object.defineProperty(navigator, "onLine", { value: false });
    window.dispatchEvent(new Event("offline"));
  });
  await page.getByRole("link", { name: "Work pools" }).click();
  await page.getByText("No work pools yet").waitFor();
  await page.context().setOffline(true);
  await page.getByRole("link", { name: "Variables" }).click();
  await page.getByRole("status", { name: /Connection: (Offline|Live)/ }).waitFor();
});

test("a form that was typed into is not left by mistake", async () => {
  const journey = await startJourney();
  started.push(journey);
  await journey.client.workPools.create({ body: { name: "yard", type: "process" } });
  const page = await journey.open("/work-pools/work-pool/yard/edit");
  await page.getByRole("textbox", { name: "Description" }).fill("Two servers");
  await page.getByRole("link", { name: "Variables" }).click();
  const dialog = page.getByRole("dialog", { name: "Leave what you typed?" });
  await expectNoAxeViolations(page);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  expect(await page.getByRole("textbox", { name: "Description" }).inputValue()).toBe("Two servers");
  await page.getByRole("button", { name: "Save" }).click();
  await page.waitForURL("**/work-pools/work-pool/yard");
  await page.goto(`${journey.origin}/work-pools/work-pool/yard/edit`);
  await page.getByRole("textbox", { name: "Description" }).fill("Three servers");
  await page.getByRole("link", { name: "Variables" }).click();
  await dialog.getByRole("button", { name: "Leave" }).click();
  await page.getByRole("heading", { level: 1, name: "Variables" }).waitFor();
  expect((await journey.client.workPools.get({ name: "yard" })).description).toBe("Two servers");
}, 120_000);
