import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { buildUi } from "./build-ui.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly uiFolder: string;
  }
}

const built = fileURLToPath(new URL("../../../../.cache/ui", import.meta.url));

/** The pages are built once, before the first journey. Journeys look at a copy, which no later build changes under them. */
export const setup = async ({ provide }: TestProject): Promise<() => Promise<void>> => {
  await buildUi();
  const folder = await mkdtemp(join(tmpdir(), "pages-"));
  await cp(built, folder, { recursive: true });
  provide("uiFolder", folder);
  return () => rm(folder, { recursive: true, force: true });
};
