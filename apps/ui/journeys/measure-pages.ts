/**
 * How soon pages are there, in a browser that has never seen them: node apps/ui/journeys/measure-pages.ts <url> <path …>. Prints
 * one line of JSON; each figure is the median of five visits. Works with any server's pages.
 */
import type { Browser, Page, Request } from "playwright-core";
import { launchBrowser } from "./harness/browser.ts";

interface Visit {
  /** Bytes of scripts as they came over the wire before the first paint. */
  readonly scriptBytes: number;
  /** Milliseconds from the beginning of the navigation. */
  readonly firstPaint: number;
  /** When the last answer had come before half a second without requests, and what it brought was on the page. */
  readonly complete: number;
  readonly apiRequests: number;
}

const visits = 5;

interface Script {
  readonly bytes: number;
  readonly end: number;
}

/** Runs in the page: remembers when something came or went in its main part. Texts that tick are no such thing. */
const noteChanges = (): void => {
  const isMain = ({ target }: MutationRecord): boolean =>
    target instanceof Element && target.closest("main, #root:not(:has(main))") !== null;
  const observer = new MutationObserver((changes) => {
    if (changes.some(isMain)) performance.mark("changed");
  });
  observer.observe(document, { childList: true, subtree: true });
};

/** Milliseconds in which an answer is drawn. */
const drawing = 500;

/** Whether nothing was under way for half a second. A page at work, which has only not asked yet, is waited for by whoever asks this. */
const watchRequests = (page: Page): (() => boolean) => {
  const underWay = new Set<Request>();
  let last = performance.now();
  const begin = (request: Request): void => {
    underWay.add(request);
    last = performance.now();
  };
  const end = (request: Request): void => {
    underWay.delete(request);
    last = performance.now();
  };
  page.on("request", begin).on("requestfinished", end).on("requestfailed", end);
  return () => underWay.size === 0 && performance.now() - last >= drawing;
};

const visit = async (browser: Browser, url: string): Promise<Visit> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  let apiRequests = 0;
  page.on("request", (request: Request) => {
    if (request.url().includes("/api/")) apiRequests++;
  });
  await page.addInitScript(noteChanges);
  const isStill = watchRequests(page);
  await page.goto(url, { waitUntil: "load" });
  do await page.evaluate(() => new Promise((idle) => requestIdleCallback(idle)));
  while (!isStill());
  await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
  const { firstPaint, scripts, answers, changes } = await page.evaluate(() => {
    const fetched = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
    return {
      firstPaint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
      scripts: fetched
        .filter(({ name }) => new URL(name).pathname.endsWith(".js"))
        .map(({ encodedBodySize, responseEnd }): Script => ({ bytes: encodedBodySize, end: responseEnd })),
      answers: fetched.map(({ responseEnd }) => responseEnd),
      changes: performance.getEntriesByName("changed").map(({ startTime }) => startTime),
    };
  });
  await context.close();
  const last = Math.max(...answers);
  const drawn = changes.filter((time) => time <= last + drawing);
  const scriptBytes = scripts.filter(({ end }) => end <= firstPaint).reduce((sum, { bytes }) => sum + bytes, 0);
  return { scriptBytes, firstPaint, complete: Math.max(last, ...drawn), apiRequests };
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
