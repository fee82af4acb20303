import { mkdir } from "node:fs/promises";
import { launchBrowser } from "./browser.ts";

const looks = [
  { name: "light", scheme: "light", width: 1280, height: 800 },
  { name: "dark", scheme: "dark", width: 1280, height: 800 },
  { name: "phone", scheme: "light", width: 360, height: 740 },
] as const;

/** A page to look at. */
export interface Sight {
  /** What its files are called. */
  readonly name: string;
  readonly path: string;
}

/** Takes pictures of pages into a folder, in both themes and at a phone's width; gives the files. */
export const takePictures = async (origin: string, folder: string, sights: readonly Sight[]): Promise<readonly string[]> => {
  await mkdir(folder, { recursive: true });
  const browser = await launchBrowser();
  const files: string[] = [];
  const failures: Error[] = [];
  for (const { name: look, scheme, width, height } of looks) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, reducedMotion: "reduce" });
    const page = await context.newPage();
    page.on("pageerror", (error) => failures.push(error));
    for (const { name, path } of sights) {
      await page.goto(origin + path);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await page.waitForLoadState("networkidle");
      await page.getByRole("status", { name: /Connection: Live/ }).waitFor();
      const file = `${folder}/${name}-${look}.png`;
      await page.screenshot({ path: file });
      files.push(file);
    }
    await context.close();
  }
  await browser.close();
  if (failures.length > 0) throw new AggregateError(failures, `The pages' scripts have failed: ${failures.map(String).join("; ")}`);
  return files;
};
