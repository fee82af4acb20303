import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { appendCounts, listCounts } from "./counts.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const fixtures = join(root, "tools/test-report/fixtures");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-counts-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const runNode = async (args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<string[]> => {
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "pipe", "ignore"] });
  const [output] = await Promise.all([text(child.stdout), once(child, "close")]);
  return output.trimEnd().split("\n");
};

const runSamples = (countsFile?: string): Promise<string[]> => {
  const { COUNTS_FILE: _other, ...env } = process.env;
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  return runNode([vitest, "run", "--root", fixtures], countsFile === undefined ? env : { ...env, COUNTS_FILE: countsFile });
};

test("the last line counts what passed, failed and was skipped, and a file that does not load as a failure", async () => {
  expect((await runSamples()).at(-1)).toBe("2 passed, 2 failed, 1 skipped");
});

test("runs that share a counts file print no total of their own, and theirs is one line", async () => {
  const file = join(folder, "counts");
  appendCounts(file, { passed: 10, failed: 0, skipped: 4 });
  const lines = await runSamples(file);
  expect(lines.filter((line) => /^\d+ passed/.test(line))).toEqual([]);
  expect(listCounts(file)).toHaveLength(2);
  expect(await runNode([join(root, "tools/test-report/print-total.ts"), file])).toEqual(["12 passed, 2 failed, 5 skipped"]);
});
