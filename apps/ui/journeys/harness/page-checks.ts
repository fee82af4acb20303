import { setTimeout } from "node:timers/promises";
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page, Request } from "playwright-core";
import { expect } from "vitest";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** What a theme can break: everything else is the same in both. */
const colourRules = ["color-contrast", "link-in-text-block"];

/** What axe finds in a theme: all of its rules in the light one, in the dark one those that a theme can break. */
const listViolations = async (page: Page, colorScheme: "light" | "dark"): Promise<readonly string[]> => {
  const axe = new AxeBuilder({ page });
  const { violations } = await (colorScheme === "light" ? axe.withTags(rules) : axe.withRules(colourRules)).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join("; ")}`);
};

/** Looks of axe until nothing is found. A look may take seconds on a busy machine, so that looks are counted rather than seconds. */
const mostLooks = 10;

const listLasting = async (look: () => Promise<readonly string[]>): Promise<readonly string[]> => {
  let found = await look();
  for (let looks = 1; found.length > 0 && looks < mostLooks; looks += 1) {
    await setTimeout(500);
    found = await look();
  }
  return found;
};

/**
 * Fails on anything that axe finds, in both themes, on a page whose code has come. What is still opening or being filled is
 * not what anybody reads: a violation is one that stays.
 */
export const expectNoAxeViolations = async (page: Page): Promise<void> => {
  await page.locator("h1").first().waitFor({ state: "attached" });
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: "attached" });
    // Colours have changed when they were drawn, and not before.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    expect(await listLasting(() => listViolations(page, colorScheme)), `axe, ${colorScheme} theme`).toEqual([]);
  }
};

/** Milliseconds without a request after which a page is still. */
const stillMillis = 500;

/** Requests to the API while `act` runs and until the page is there and still, as `POST /flow_runs/paginate`. */
export const countRequests = async (page: Page, act: () => Promise<unknown>): Promise<readonly string[]> => {
  const seen: string[] = [];
  const underWay = new Set<Request>();
  let last = performance.now();
  const begin = (request: Request): void => {
    underWay.add(request);
    const { pathname } = new URL(request.url());
    const at = pathname.indexOf("/api/");
    if (at !== -1) seen.push(`${request.method()} ${pathname.slice(at + 4)}`);
  };
  const end = (request: Request): void => {
    underWay.delete(request);
    last = performance.now();
  };
  page.on("request", begin).on("requestfinished", end).on("requestfailed", end);
  await act();
  await page.locator("main h1").first().waitFor();
  last = performance.now();
  await expect.poll(() => underWay.size === 0 && performance.now() - last >= stillMillis, { timeout: 15_000 }).toBe(true);
  page.off("request", begin).off("requestfinished", end).off("requestfailed", end);
  return seen;
};

/** Waits until the page has its live connection. */
export const waitUntilLive = (page: Page): Promise<void> => page.getByRole("status", { name: /Connection: Live/ }).waitFor();

/** Flips a switch where it is drawn, once it can be: while a change is on its way it cannot. */
export const flip = (scope: Page | Locator, name: string): Promise<void> =>
  scope.getByRole("switch", { name, disabled: false }).locator("xpath=following-sibling::span").click();
