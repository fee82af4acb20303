import AxeBuilder from "@axe-core/playwright";
import type { Page, Request } from "playwright-core";
import { expect } from "vitest";

/** Fails on anything that axe finds, in both themes. */
export const expectNoAxeViolations = async (page: Page): Promise<void> => {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: "attached" });
    // Colours have changed when they were drawn, and not before.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    const { violations } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
      .analyze();
    const found = violations.map(
      ({ id, nodes }) => `${colorScheme}: ${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join("; ")}`,
    );
    expect(found).toEqual([]);
  }
};

/** Requests to the API while `act` runs and until the page is still, as `POST /flow_runs/paginate`. */
export const countRequests = async (page: Page, act: () => Promise<unknown>): Promise<readonly string[]> => {
  const seen: string[] = [];
  const note = (request: Request): void => {
    const { pathname } = new URL(request.url());
    const at = pathname.indexOf("/api/");
    if (at !== -1) seen.push(`${request.method()} ${pathname.slice(at + 4)}`);
  };
  page.on("request", note);
  await act();
  await page.waitForLoadState("networkidle");
  page.off("request", note);
  return seen;
};

/** Waits until the page has its live connection. */
export const waitUntilLive = (page: Page): Promise<void> => page.getByRole("status", { name: /Connection: Live/ }).waitFor();
