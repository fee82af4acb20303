import { readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { build } from "vite";

const root = fileURLToPath(new URL("../../", import.meta.url));
const built = `${root}.cache/ui`;
const sources = [
  "apps/ui/src",
  "apps/ui/public",
  "apps/ui/index.html",
  "apps/ui/diagram.html",
  "apps/ui/vite.config.ts",
  "apps/ui/vite.diagram.config.ts",
  "apps/ui/route-table.ts",
  "tools/build/pages.ts",
  "packages/client/src",
  "packages/contract/src",
  "package-lock.json",
];

/** What is worth compressing: everything but pictures, which are compressed already. */
const compressible = /\.(html|js|css|svg|json|map)$/;

/** Whether anybody asks the server for a file: all but what only the build itself reads. */
export const isServed = (file: string): boolean => !/\/(manifest|licenses)\.json$/.test(file);

const listFiles = async (path: string): Promise<readonly string[]> => {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return [];
  if (found.isFile()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
};

const newest = async (paths: readonly string[]): Promise<number> => {
  const files = (await Promise.all(paths.map(listFiles))).flat();
  const times = await Promise.all(files.map(async (file) => (await stat(file)).mtimeMs));
  return Math.max(0, ...times);
};

const isFresh = async (): Promise<boolean> =>
  (await newest([`${built}/index.html.br`])) > (await newest(sources.map((path) => root + path)));

/** Compressed once, as well as can be, beside each file: a server only chooses. */
const compress = async (file: string): Promise<void> => {
  const bytes = await readFile(file);
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    promisify(gzip)(bytes, { level: 9 }),
  ]);
  await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)]);
};

/** Builds the pages into .cache/ui when their sources are newer than the last build, or in any case. */
export const buildPages = async ({ inAnyCase }: { readonly inAnyCase: boolean }): Promise<void> => {
  if (!inAnyCase && (await isFresh())) return;
  // A test run calls itself a test, for which libraries would take their larger parts for development.
  process.env.NODE_ENV = "production";
  // Made beside its place and put there whole: a server that is asked meanwhile, or another build, never meets half of it.
  const [made, replaced] = [`${built}-made-${process.pid}`, `${built}-replaced-${process.pid}`];
  const notices: unknown[] = [];
  for (const config of ["vite.config.ts", "vite.diagram.config.ts"]) {
    await build({
      configFile: `${root}apps/ui/${config}`,
      logLevel: "warn",
      build: { outDir: made, license: { fileName: "licenses.json" } },
    });
    notices.push(...(JSON.parse(await readFile(`${made}/licenses.json`, "utf8")) as readonly unknown[]));
  }
  await writeFile(`${made}/licenses.json`, JSON.stringify(notices));
  const files = (await listFiles(made)).filter((file) => compressible.test(file) && isServed(file));
  await Promise.all(files.map(compress));
  await rename(built, replaced).catch(() => undefined); // The first build replaces nothing.
  await rename(made, built);
  await rm(replaced, { recursive: true, force: true });
};
