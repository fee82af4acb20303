import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

const built = fileURLToPath(new URL("../../../.cache/ui/", import.meta.url));
const manifest = JSON.parse(await readFile(`${built}manifest.json`, "utf8")) as Readonly<Record<string, Chunk>>;

/** Everything the browser has to fetch before it can run a chunk. */
const closure = (name: string, seen = new Set<string>()): ReadonlySet<string> => {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const each of manifest[name]?.imports ?? []) closure(each, seen);
  return seen;
};

const entry = Object.entries(manifest).find(([, { isEntry }]) => isEntry)?.[0] ?? "";
const kilobytes = async (files: Iterable<string>): Promise<number> => {
  const sizes = await Promise.all([...new Set(files)].map(async (file) => gzipSync(await readFile(built + file)).length));
  return sizes.reduce((sum, size) => sum + size, 0) / 1024;
};
const scriptsOf = (name: string) => [...closure(name)].flatMap((each) => manifest[each]?.file ?? []);
const pageNamed = (part: string): string => Object.keys(manifest).find((name) => name.includes(part)) ?? "";

test("before the first paint the browser gets at most 200 KB of scripts and 40 KB of styles", async () => {
  expect(await kilobytes(scriptsOf(entry))).toBeLessThanOrEqual(200);
  expect(await kilobytes([...closure(entry)].flatMap((name) => manifest[name]?.css ?? []))).toBeLessThanOrEqual(40);
});

test.each([
  ["features/runs/runs-page", 300],
  ["features/flows/flows-page", 300],
  ["features/deployments/deployments-page", 300],
  ["features/work-pools/work-pools-page", 300],
  ["features/overview/overview-page", 300],
  ["features/flow-runs/flow-run-page", 320],
])("%s takes at most %d KB in all, in few files", async (page, most) => {
  const scripts = new Set([...scriptsOf(entry), ...scriptsOf(pageNamed(page))]);
  expect(await kilobytes(scripts)).toBeLessThanOrEqual(most);
  expect(scripts.size).toBeLessThanOrEqual(30);
});
