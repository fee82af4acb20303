import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectNoAxeViolations, waitUntilLive } from "./harness/page-checks.ts";
import { signIn } from "./harness/sign-in.ts";
import { type Journey, type OpenOptions, startJourney } from "./harness/start-journey.ts";
import { type Guard, startSubPathProxy } from "./harness/sub-path-proxy.ts";

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney({ authString: "admin:secret" });
  await journey.client.variables.create({ body: { name: "taken", value: 1 } });
});
afterAll(() => journey?.stop());

const open = async (path: string, options?: OpenOptions): Promise<Page> => {
  const page = await journey.open(path, options);
  await signIn(page, "admin:secret");
  return page;
};

const typeVariable = async (page: Page, name: string): Promise<void> => {
  await page.getByRole("button", { name: "New variable" }).first().click();
  await page.getByRole("dialog").getByLabel("Name").fill(name);
};
const submit = (page: Page): Promise<void> => page.getByRole("button", { name: "Create the variable" }).click();
const typedName = (page: Page): Promise<string> => page.getByRole("dialog").getByLabel("Name").inputValue();

const html = { contentType: "text/html", body: "<html><h1>Some proxy</h1></html>" };
const answers = [
  [{ status: 403, json: { detail: "Not for you" } }, "The server does not allow this", "Not for you"],
  [{ status: 404, json: { detail: "Gone with it" } }, "This is not there", "Gone with it"],
  [{ status: 409, json: { detail: "Already there" } }, "The server refused this", "Already there"],
  [
    { status: 429, headers: { "retry-after": "7" }, json: { detail: "Slow down." } },
    "The server is busy (429)",
    "Slow down. Try again in 7 s.",
  ],
  [{ status: 500, json: { exception_message: "Internal Server Error" } }, "The server has failed (500)", "Internal Server Error"],
  [{ status: 502, ...html }, "The server cannot be reached", "It may be restarting, or the connection is down."],
  [{ status: 503, json: { detail: "The database is away" } }, "The server is busy (503)", "The database is away"],
] as const;

describe("a form whose change is refused says why and keeps what was typed", () => {
  test("whatever the answer is", async () => {
    const page = await open("/variables");
    await typeVariable(page, "typed_before");
    for (const [answer, title, detail] of answers) {
      await page.route("**/api/variables/", (route) => route.fulfill(answer));
      await submit(page);
      const alert = page.getByRole("dialog").getByRole("alert").filter({ hasText: title });
      await alert.getByText(detail).waitFor();
      expect(await typedName(page)).toBe("typed_before");
      await page.unroute("**/api/variables/");
    }
    await expectNoAxeViolations(page);
    await submit(page);
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  }, 120_000);

  test("by the real server, field by field", async () => {
    const page = await open("/variables");
    await typeVariable(page, "taken");
    await submit(page);
    await page.getByRole("dialog").getByRole("alert").filter({ hasText: "taken" }).waitFor();
    await page.getByRole("dialog").getByLabel("Name").fill("Not Allowed");
    await submit(page);
    await page.getByLabel("Name").and(page.locator('[aria-invalid="true"]')).waitFor();
    await expectNoAxeViolations(page);
  }, 120_000);
});

test("a list that cannot be read says why and comes with the next attempt", async () => {
  const page = await open("/variables");
  await page.getByRole("row", { name: /taken/ }).waitFor();
  await page.route("**/api/variables/filter", (route) =>
    route.fulfill({ status: 500, json: { exception_message: "Internal Server Error" } }),
  );
  await page.reload();
  const alert = page.getByRole("alert").filter({ hasText: "The server has failed (500)" });
  await alert.waitFor();
  await expectNoAxeViolations(page);
  await page.unroute("**/api/variables/filter");
  await alert.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("row", { name: /taken/ }).waitFor();
}, 120_000);

test("a list that is slow shows its place until it comes", async () => {
  const page = await open("/variables");
  let answer: () => void = () => undefined;
  const slow = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route("**/api/variables/filter", async (route) => {
    await slow;
    await route.continue();
  });
  await page.reload();
  await page.locator('[aria-busy="true"]').first().waitFor();
  expect(await page.getByText("No variables yet").count()).toBe(0);
  await expectNoAxeViolations(page);
  answer();
  await page.getByRole("row", { name: /taken/ }).waitFor();
}, 120_000);

test("an object that is deleted while it is shown stays on the page as it was last", async () => {
  const { client } = journey;
  await client.workPools.create({ body: { name: "doomed", type: "process" } });
  const page = await open("/work-pools/work-pool/doomed");
  await page.getByRole("heading", { level: 1, name: "doomed" }).waitFor();
  await waitUntilLive(page);
  await client.workPools.delete({ name: "doomed" });
  await page.getByText("This work pool has been deleted").waitFor();
  await page.getByRole("heading", { level: 1, name: "doomed" }).waitFor();
  await expectNoAxeViolations(page);
}, 120_000);

const login = "http://login.invalid/";
const guards = [
  ["401", (_, outgoing) => outgoing.writeHead(401, { "content-type": "text/html" }).end("<h1>Log in</h1>")],
  ["a redirection to another site", (_, outgoing) => outgoing.writeHead(302, { location: login }).end()],
  ["its own login page", (_, outgoing) => outgoing.writeHead(200, { "content-type": "text/html" }).end("<h1>Log in</h1>")],
] as const satisfies readonly (readonly [string, (...given: Parameters<Guard>) => unknown])[];

test.each(guards)(
  "below a proxy whose own login expires and that answers calls with %s, nothing typed is lost",
  async (_, refuse) => {
    let isLoggedIn = true;
    const proxy = await startSubPathProxy(journey.origin, "/tools/mill", (incoming, outgoing) => {
      if (!isLoggedIn) refuse(incoming, outgoing);
      return !isLoggedIn;
    });
    const page = await open(`${proxy.address}/variables`, { isSentElsewhere: true });
    await waitUntilLive(page);
    await typeVariable(page, `typed_behind_${guards.findIndex(([, each]) => each === refuse)}`);
    isLoggedIn = false;
    await submit(page);
    const asked = page.getByRole("dialog", { name: "Log in at the proxy again" });
    await asked.waitFor();
    expect(await asked.getByRole("link", { name: "Log in in another tab" }).getAttribute("href")).toBe(`${proxy.address}/`);
    await expectNoAxeViolations(page);
    isLoggedIn = true;
    await asked.getByRole("button", { name: "Go on" }).click();
    await asked.waitFor({ state: "hidden" });
    await submit(page);
    await page
      .getByRole("row", { name: /typed_behind/ })
      .first()
      .waitFor();
    await proxy.stop();
  },
  120_000,
);
