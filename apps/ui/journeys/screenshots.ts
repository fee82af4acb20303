/** Pictures of every place in both themes and at a phone's width: node apps/ui/journeys/screenshots.ts <url> <folder> [path …]. */
import { mkdir } from "node:fs/promises";
import { launchBrowser } from "./harness/browser.ts";

const usual = [
  "/dashboard",
  "/runs",
  "/timeline",
  "/events",
  "/flows",
  "/deployments",
  "/automations",
  "/work-pools",
  "/workers",
  "/concurrency-limits",
  "/artifacts",
  "/blocks",
  "/variables",
  "/settings/appearance",
];

const looks = [
  { name: "light", scheme: "light", width: 1280, height: 800 },
  { name: "dark", scheme: "dark", width: 1280, height: 800 },
  { name: "phone", scheme: "light", width: 360, height: 740 },
] as const;

const [url = "http://127.0.0.1:4200", folder = ".cache/screenshots", ...given] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const browser = await launchBrowser();
for (const { name, scheme, width, height } of looks) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, reducedMotion: "reduce" });
  const page = await context.newPage();
  page.on("pageerror", (error) => console.error(error));
  for (const path of given.length === 0 ? usual : given) {
    await page.goto(url + path);
    await page.waitForLoadState("networkidle");
    const file = `${folder}/${path.replace(/^\//, "").replaceAll(/[^\w-]+/g, "-")}-${name}.png`;
    await page.screenshot({ path: file });
    console.log(file);
  }
  await context.close();
}
await browser.close();
