import type { Page, WebSocketRoute } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countRequests, waitUntilLive } from "./harness/page-checks.ts";
import { type Journey, startJourney } from "./harness/start-journey.ts";

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.stop());

const shows = (page: Page, name: string) =>
  page
    .getByRole("row", { name })
    .or(page.getByRole("button", { name: /new: show/ }))
    .first()
    .waitFor();

test("tabs of a browser share one connection, which passes on when its tab is closed", async () => {
  const first = await journey.open("/variables");
  await waitUntilLive(first);
  const second = await first.context().newPage();
  const sockets: string[] = [];
  second.on("websocket", (socket) => sockets.push(socket.url()));
  await second.goto(`${journey.origin}/variables`);
  await waitUntilLive(second);
  expect(sockets).toEqual([]);
  await journey.client.variables.create({ body: { name: "heard_by_both", value: 1 } });
  await Promise.all([shows(first, "heard_by_both"), shows(second, "heard_by_both")]);
  await first.close();
  await expect.poll(() => sockets.length).toBe(1);
  await journey.client.variables.create({ body: { name: "heard_after", value: 2 } });
  await shows(second, "heard_after");
});

test("while it lives nothing is polled; when it is lost the page asks at most four times a minute, and then is live again", async () => {
  const page = await journey.open("/variables");
  await page.clock.install();
  let isDown = false;
  const sockets: WebSocketRoute[] = [];
  await page.routeWebSocket(/events\/out/, (socket) => {
    if (isDown) return void socket.close();
    sockets.push(socket);
    socket.connectToServer();
  });
  await page.reload();
  await waitUntilLive(page);
  await page.waitForLoadState("networkidle");
  expect(await countRequests(page, () => page.clock.runFor(60_000))).toEqual([]);
  isDown = true;
  await Promise.all(sockets.map((socket) => socket.close()));
  await page.getByRole("status", { name: /Connection: Polling/ }).waitFor();
  const polls = await countRequests(page, () => page.clock.runFor(60_000));
  expect(polls.length).toBeGreaterThan(0);
  expect(new Set(polls).size * 4).toBeGreaterThanOrEqual(polls.length);
  isDown = false;
  await page.clock.runFor(31_000);
  await waitUntilLive(page);
});
