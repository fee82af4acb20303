import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { countRequests, expectNoAxeViolations, waitUntilLive } from "./harness/page-checks.ts";
import { type Journey, startJourney } from "./harness/start-journey.ts";

let journey: Journey;

const send = (count: number, event: string, resource = "shop.1"): Promise<unknown> => {
  const now = Date.now();
  return journey.client.events.create({
    body: Array.from({ length: count }, (_, index) => ({
      id: randomUUID(),
      event,
      occurred: new Date(now - index * 1000).toISOString(),
      resource: { "prefect.resource.id": resource, "prefect.resource.name": `place ${resource}` },
      related: [{ "prefect.resource.id": "prefect.tag.prod", "prefect.resource.role": "tag" }],
      payload: { number: index },
    })),
  });
};

beforeAll(async () => {
  journey = await startJourney();
  await send(60, "shop.sold");
  await send(1, "shop.closed", "shop.2");
  await vi.waitFor(
    async () => {
      const { total } = await journey.client.eventQueries.list({ body: { filter: { resource: { id_prefix: ["shop."] } } } });
      expect(total).toBe(61);
    },
    { timeout: 20_000 },
  );
}, 60_000);
afterAll(() => journey?.stop());

test("events are filtered as the address says, and read page by page", async () => {
  const page = await journey.open("/events?resource=shop.*");
  await page.getByRole("link", { name: "Shop closed" }).waitFor();
  const sent = await countRequests(page, () => page.reload());
  expect(sent.filter((request) => request.includes("/events/")).toSorted()).toEqual([
    "POST /events/count-by/event",
    "POST /events/count-by/resource",
    "POST /events/count-by/time",
    "POST /events/filter",
  ]);
  await page.getByText("61 in all", { exact: false }).waitFor();
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Older" }).click();
  await page.getByRole("link", { name: "Shop sold" }).nth(10).waitFor();
  await page.getByRole("link", { name: "Shop sold" }).nth(11).waitFor({ state: "detached" });
  await page.reload();
  await page.getByRole("link", { name: "Shop sold" }).nth(10).waitFor();
  await page.getByRole("button", { name: "Newest" }).click();
  await page.getByRole("link", { name: "Shop closed" }).waitFor();

  await page.getByRole("combobox", { name: "Events" }).fill("shop.closed");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Shop sold" }).first().waitFor({ state: "detached" });
  await page.getByRole("searchbox", { name: "Search events for words" }).fill("nowhere");
  await page.getByText("No event matches").waitFor();
  await page.getByRole("button", { name: "Clear the filter" }).click();
  await page.getByRole("link", { name: "Shop sold" }).first().waitFor();
  await page.goto(`${journey.origin}/events?event=shop.*&from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z`);
  await page.getByText("No event matches").waitFor();
}, 120_000);

test("new events wait behind a count until somebody wants to see them", async () => {
  const page = await journey.open("/events?resource=shop.*");
  await page.getByRole("link", { name: "Shop closed" }).waitFor();
  await waitUntilLive(page);
  await send(2, "shop.opened");
  const fresh = page.getByRole("button", { name: "2 new: show them" });
  await fresh.waitFor();
  expect(await page.getByRole("link", { name: "Shop opened" }).count()).toBe(0);
  await fresh.click();
  await page.getByRole("link", { name: "Shop opened" }).nth(1).waitFor();
  await page.goto(`${journey.origin}/events`);
  await page.getByRole("link", { name: "Shop opened" }).first().waitFor();
  await waitUntilLive(page);
  await send(1, "weather.turned", "weather:north");
  await page.getByRole("button", { name: "1 new: show it" }).waitFor();
}, 120_000);

test("a stretch drawn over the chart becomes the period", async () => {
  const page = await journey.open("/events?resource=shop.*&window=1h");
  await page.getByRole("link", { name: "Shop closed" }).waitFor();
  const chart = page.locator(".u-over");
  // It keeps its place, and what is being drawn over it, while its numbers and its width change.
  await chart.evaluate((element) => element.setAttribute("data-first", ""));
  const widthOf = async () => (await page.locator(".u-over[data-first]").boundingBox())?.width ?? 0;
  const before = await widthOf();
  await page.setViewportSize({ width: 1000, height: 800 });
  await expect.poll(widthOf).toBeLessThan(before);
  const box = await chart.boundingBox();
  if (box === null) throw new Error("There is no chart.");
  await page.mouse.move(box.x + box.width * 0.1, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
  await page.getByText("No event matches").waitFor();
  const { searchParams } = new URL(page.url());
  const seconds = (Date.parse(searchParams.get("to") ?? "") - Date.parse(searchParams.get("from") ?? "")) / 1000;
  expect(seconds).toBeGreaterThan(1200);
  expect(seconds).toBeLessThan(1700);
  expect(searchParams.get("window")).toBeNull();
}, 120_000);

test("an event is shown whole, and an automation is made of it", async () => {
  const page = await journey.open("/events?event=shop.closed");
  await page.getByRole("link", { name: "Shop closed" }).click();
  await page.getByRole("heading", { name: "Shop closed", level: 1 }).waitFor();
  await page.getByText("prod").waitFor();
  const heading = await page.getByRole("heading", { name: "Shop closed", level: 1 }).boundingBox();
  const facts = await page.getByRole("region", { name: "Facts" }).boundingBox();
  expect(facts?.x).toBe(heading?.x);
  await expectNoAxeViolations(page);
  await page.getByRole("tab", { name: "Raw" }).click();
  await page.getByText('"shop.2"').waitFor();
  expect(new URL(page.url()).searchParams.get("tab")).toBe("raw");
  await page.getByRole("link", { name: "Automate" }).click();
  await page.getByText("Acts when shop.closed comes.").waitFor();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("closing");
  await page.getByRole("button", { name: "Create the automation" }).click();
  await page.getByRole("heading", { name: "closing", level: 1 }).waitFor();
  const [stored] = await journey.client.automations.list({ body: {} });
  expect(stored?.trigger).toMatchObject({ expect: ["shop.closed"], match: { "prefect.resource.id": "shop.2" } });

  await page.goto(`${journey.origin}/events/event/2020-01-01/${randomUUID()}`);
  await page.getByText("There is no such event").first().waitFor();
  const phone = await journey.open("/events", { width: 360, height: 740 });
  await phone.getByRole("link", { name: "Shop closed" }).waitFor();
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
}, 120_000);
