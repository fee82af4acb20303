import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoAxeViolations } from "./harness/page-checks.ts";
import { type Journey, startJourney } from "./harness/start-journey.ts";

let journey: Journey;

const drawing = (colour: string): string =>
  `data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg' width='20' height='10'><rect width='20' height='10' fill='${colour}'/></svg>`;

beforeAll(async () => {
  journey = await startJourney();
  const flow = await journey.client.flows.create({ body: { name: "report" } });
  const run = await journey.client.flowRuns.create({ body: { flow_id: flow.id, name: "nightly" } });
  const make = (body: object) => journey.client.artifacts.create({ body: { flow_run_id: run.id, ...body } });
  await make({ key: "summary", type: "markdown", data: "# First\n\n<script>alert(1)</script>\n" });
  await make({ key: "summary", type: "markdown", data: "# Second\n\nMore text\n", description: "What happened" });
  await make({ key: "rows", type: "table", data: '[{"city": "Oslo", "people": 700}, {"city": "Bergen", "people": 280}]' });
  await make({ key: "rows", type: "table", data: '[{"city": "Oslo", "people": 710}, {"city": "Bergen", "people": 280}]' });
  for (const data of [10, 55, 90]) await make({ key: "copying", type: "progress", data });
  await make({ key: "picture", type: "image", data: "javascript:alert(1)" });
  for (const colour of ["teal", "navy"]) await make({ key: "drawing", type: "image", data: drawing(colour) });
  const filler = "A line of text.\n\n".repeat(60);
  const drawn = 'graph LR\n  A[Extract] --> B["<script>alert(1)</script>Load"]';
  await make({
    key: "diagram",
    type: "markdown",
    data: `${filler}# Far below\n\n\`\`\`mermaid\n${drawn}\n\`\`\`\n\n\`\`\`mermaid\nno diagram at all\n\`\`\`\n\nThe end`,
  });
  await make({ key: "kept", type: "result", data: { any: "thing" } });
});
afterAll(() => journey.stop());

test("the last artifact of each key is listed, found by key and kind; results only when asked for", async () => {
  const page = await journey.open("/artifacts");
  await page.getByRole("row", { name: /summary/ }).waitFor();
  expect(await page.getByRole("row").count()).toBe(1 + 6);
  await expectNoAxeViolations(page);
  await page.getByRole("searchbox", { name: "Search artifacts by key" }).fill("ROW");
  await page.getByRole("row", { name: /summary/ }).waitFor({ state: "detached" });
  await page.goto(`${journey.origin}/artifacts?type=result`);
  await page.getByRole("row", { name: /kept/ }).waitFor();
});

test("a key shows its versions; each kind is shown as it is meant, and no text becomes markup", async () => {
  const page = await journey.open("/artifacts/key/summary");
  await page.getByRole("heading", { name: "Second" }).waitFor();
  await page.getByRole("link", { name: "Version 1" }).click();
  await page.getByRole("heading", { name: "First" }).waitFor();
  await page.getByRole("slider", { name: "Version" }).press("ArrowRight");
  await page.getByRole("heading", { name: "Second" }).waitFor();
  await page.goBack();
  expect(await page.locator("main script").count()).toBe(0);
  await page.getByRole("link", { name: "nightly" }).waitFor();
  await expectNoAxeViolations(page);
  await page.setViewportSize({ width: 360, height: 740 });
  const widthOfContent = async () => (await page.getByRole("region", { name: "Content" }).boundingBox())?.width;
  await expect.poll(widthOfContent).toBeLessThanOrEqual(360);
  expect(await widthOfContent()).toBeGreaterThan(300);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${journey.origin}/artifacts/key/copying`);
  await page.getByRole("progressbar", { name: "Progress" }).waitFor();
  await page.getByText("90 %").waitFor();
  await page.goto(`${journey.origin}/artifacts/key/picture`);
  await page.getByText(/is no web address/).waitFor();
  await page.goto(`${journey.origin}/artifacts/key/rows`);
  await page.getByRole("searchbox", { name: "Search the table" }).fill("berg");
  await page.getByText("1 of 2 rows").waitFor();
  await page.goto(`${journey.origin}/artifacts/key/nobody`);
  await page.getByText("No artifact has this key").waitFor();
});

test("artifacts are looked at as a grid, each with the beginning of what it holds", async () => {
  const page = await journey.open("/artifacts");
  await page.getByRole("radiogroup", { name: "How artifacts are shown" }).getByText("Grid").click();
  const grid = page.getByRole("list", { name: "Artifacts" });
  await grid.getByRole("link", { name: "summary" }).waitFor();
  expect(new URL(page.url()).search).toBe("?view=grid");
  expect(await grid.getByRole("listitem").count()).toBe(6);
  expect(await grid.locator("table").textContent()).toBe("citypeopleOslo710Bergen280");
  await grid.getByText("90 %").waitFor();
  await expectNoAxeViolations(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await grid.getByRole("link", { name: "summary" }).waitFor();
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await grid.getByRole("link", { name: "summary" }).click();
  await page.getByRole("heading", { name: "Second" }).waitFor();
});

test("a diagram in markdown is drawn when it comes into sight, and one that cannot be says why", async () => {
  const page = await journey.open("/artifacts/key/diagram", { height: 400 });
  await page.getByRole("heading", { name: "Far below" }).waitFor();
  expect(await page.locator("iframe").count()).toBe(0);
  await page.getByText("The end").scrollIntoViewIfNeeded();
  const good = page.frameLocator("iframe").first();
  await good.getByText("Extract").waitFor();
  await page.getByText(/The diagram cannot be drawn/).waitFor();
  expect(await page.locator("iframe").count()).toBe(1);
  await expect.poll(async () => (await page.locator("iframe").boundingBox())?.height ?? 0).toBeGreaterThan(60);
  expect(await good.locator("script:not([src])").count()).toBe(0);
  await expectNoAxeViolations(page);
});

test("two versions are compared, rows of tables and lines of texts", async () => {
  const page = await journey.open("/artifacts/key/rows");
  await page.getByRole("link", { name: "Compare with the version before" }).click();
  await page.getByRole("heading", { name: "1 row added, 1 removed" }).waitFor();
  await page.getByRole("row", { name: "removed Oslo 700" }).waitFor();
  await page.getByRole("row", { name: "added Oslo 710" }).waitFor();
  await expectNoAxeViolations(page);
  await page.getByText("Side by side").click();
  await page.getByText("2 of 2 rows").nth(1).waitFor();
  await page.goto(`${journey.origin}/artifacts/key/summary`);
  await page.getByRole("checkbox", { name: "Compare version 1" }).check();
  await page.getByRole("checkbox", { name: "Compare version 2" }).check();
  await page.getByRole("link", { name: "Compare the two" }).click();
  await page.getByText("Added: + More text").waitFor();
});

test("a picture that an artifact holds itself is shown, and two are seen beside each other", async () => {
  const page = await journey.open("/artifacts/key/drawing");
  const picture = page.getByRole("main").getByRole("img", { name: "drawing" });
  await picture.waitFor();
  expect(await picture.evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0))).toBe(20);
  await page.getByRole("link", { name: "Compare with the version before" }).click();
  await expect.poll(() => picture.count(), { timeout: 10_000 }).toBe(2);
});

test("one artifact is shown raw and deleted", async () => {
  const [artifact] = await journey.client.artifacts.list({ body: { artifacts: { key: { any_: ["kept"] } } } });
  const page = await journey.open(`/artifacts/artifact/${artifact?.id}?tab=raw`);
  await page.getByText('"result"').waitFor();
  await page.getByRole("tab", { name: "Artifact" }).click();
  await page.getByText('"thing"').waitFor();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.waitForURL(/\/artifacts$/);
  expect(await journey.client.artifacts.count({ body: { artifacts: { key: { any_: ["kept"] } } } })).toBe(0);
});
