import { afterEach, expect, test } from "vitest";
import { expectNoAxeViolations, waitUntilLive } from "./harness/page-checks.ts";
import { signIn } from "./harness/sign-in.ts";
import { type Journey, startJourney } from "./harness/start-journey.ts";
import { startSubPathProxy } from "./harness/sub-path-proxy.ts";

const started: { readonly stop: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const each of started.splice(0).toReversed()) await each.stop();
});
const start = async (settings: Parameters<typeof startJourney>[0] = {}): Promise<Journey> => {
  const journey = await startJourney(settings);
  started.push(journey);
  return journey;
};

test("whoever needs credentials logs in, and then gets where they wanted to", async () => {
  const journey = await start({ authString: "admin:pässwörd ☃", csrfEnabled: true });
  const page = await journey.open("/variables?q=region");
  await page.getByRole("heading", { name: "Millrace" }).waitFor();
  await expectNoAxeViolations(page);
  await page.getByLabel("Credentials", { exact: true }).fill("admin:wrong");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByRole("alert").filter({ hasText: "does not know these credentials" }).waitFor();
  expect(await page.getByLabel("Credentials", { exact: true }).inputValue()).toBe("admin:wrong");
  await signIn(page, "admin:pässwörd ☃");
  await page.waitForURL(`${journey.origin}/variables?q=region`);
  await waitUntilLive(page);
  await page.getByRole("button", { name: "Log out" }).click();
  await page.waitForURL(/\/login/);
});

test("another site's address is no place to go on to", async () => {
  const journey = await start({ authString: "admin:secret" });
  const page = await journey.open("/login?redirectTo=//evil.example.com/");
  await signIn(page, "admin:secret");
  await page.waitForURL(`${journey.origin}/dashboard`);
});

test("below a proxy's path that the server does not know, pages, deep links and sockets work", async () => {
  const journey = await start();
  const proxy = await startSubPathProxy(journey.origin, "/tools/mill");
  started.push(proxy);
  const page = await journey.open(`${proxy.address}/flows/flow/0198f0aa-0000-7000-8000-000000000000`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await waitUntilLive(page);
  await page.getByRole("link", { name: "Variables" }).click();
  await page.waitForURL(`${proxy.address}/variables`);
  await page.getByRole("heading", { level: 1, name: "Variables" }).waitFor();
});

test("under a path of its own the pages find the API beside it", async () => {
  const journey = await start({ uiServeBase: "/ui", authString: "admin:secret" });
  const page = await journey.open("/ui/variables?q=region");
  await page.waitForURL(/\/ui\/login/);
  await signIn(page, "admin:secret");
  await page.waitForURL(`${journey.origin}/ui/variables?q=region`);
  await waitUntilLive(page);
  await page.goto(`${journey.origin}/ui/`);
  await page.waitForURL(`${journey.origin}/ui/dashboard`);
});

test("a part that an upgrade has replaced is loaded anew, or said to be gone", async () => {
  const journey = await start();
  const page = await journey.open("/dashboard");
  await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
  await page.route(/\/assets\/variables-page/, (route) => route.fulfill({ status: 404, body: "" }));
  await page.getByRole("link", { name: "Variables" }).click();
  await page.getByRole("alert").filter({ hasText: "has been upgraded" }).waitFor();
  await page.unroute(/\/assets\/variables-page/);
  await page.getByRole("button", { name: "Load again" }).click();
  await page.getByRole("heading", { level: 1, name: "Variables" }).waitFor();
});
