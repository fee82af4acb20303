/**
 * How soon pages are there, in a browser that has never seen them: node apps/ui/journeys/measure-pages.ts <url> <path …>. Prints
 * one line of JSON; each figure is the median of five visits. Works with any server's pages.
 */
import type { Browser, Request } from "playwright-core";
import { launchBrowser } from "./harness/browser.ts";

interface Visit {
  /** Bytes of scripts as they came over the wire before the first paint. */
  readonly scriptBytes: number;
  /** Milliseconds from the beginning of the navigation. */
  readonly firstPaint: number;
  /** When the last answer came before half a second without requests. */
  readonly complete: number;
  readonly apiRequests: number;
}

const visits = 5;

interface Script {
  readonly bytes: number;
  readonly end: number;
}

const visit = async (browser: Browser, url: string): Promise<Visit> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  let apiRequests = 0;
  let last = 0;
  const began = performance.now();
  page.on("request", (request: Request) => {
    if (request.url().includes("/api/")) apiRequests++;
  });
  page.on("requestfinished", () => {
    last = performance.now() - began;
  });
  await page.goto(url, { waitUntil: "networkidle" });
  await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
  const { firstPaint, scripts } = await page.evaluate(() => ({
    firstPaint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
    scripts: (performance.getEntriesByType("resource") as PerformanceResourceTiming[])
      .filter(({ name }) => new URL(name).pathname.endsWith(".js"))
      .map(({ encodedBodySize, responseEnd }): Script => ({ bytes: encodedBodySize, end: responseEnd })),
  }));
  await context.close();
  const scriptBytes = scripts.filter(({ end }) => end <= firstPaint).reduce((sum, { bytes }) => sum + bytes, 0);
  return { scriptBytes, firstPaint, complete: last, apiRequests };
};

const median = (all: readonly Visit[], of: keyof Visit): number =>
  all.map((one) => one[of]).toSorted((one, other) => one - other)[Math.floor(all.length / 2)] ?? Number.NaN;

const [origin = "http://127.0.0.1:4200", ...paths] = process.argv.slice(2);
const browser = await launchBrowser();
const figures: Record<string, Visit> = {};
for (const path of paths) {
  const all: Visit[] = [];
  for (let time = 0; time < visits; time++) all.push(await visit(browser, origin + path));
  figures[path] = {
    scriptBytes: median(all, "scriptBytes"),
    firstPaint: median(all, "firstPaint"),
    complete: median(all, "complete"),
    apiRequests: median(all, "apiRequests"),
  };
}
await browser.close();
console.log(JSON.stringify(figures));
