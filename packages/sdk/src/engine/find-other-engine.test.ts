import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findOtherEngine } from "./find-other-engine.ts";

const own = async (): Promise<number> => 0;

test("flows that import another copy of the package are run by its engine, and only those", async () => {
  const directory = await mkdtemp(join(tmpdir(), "millrace-copy-"));
  const code = { entrypoint: "flows/crawl.ts:crawl", directory };
  await mkdir(join(directory, "flows"));
  expect(await findOtherEngine(code, own)).toBeUndefined();

  const copy = join(directory, "node_modules/millrace");
  await mkdir(copy, { recursive: true });
  await writeFile(join(copy, "package.json"), JSON.stringify({ name: "millrace", type: "module", exports: "./index.js" }));
  await writeFile(join(copy, "index.js"), "export const executeFlowRun = async (id) => id.length;");
  const other = await findOtherEngine(code, own);
  expect(await other?.("seven")).toBe(5);
  expect(other && (await findOtherEngine(code, other))).toBeUndefined();
  await rm(directory, { recursive: true });
});
