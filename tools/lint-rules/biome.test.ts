import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

/** The rules we leave to the linter are proven here, since only our configuration makes them bite. */
const root = fileURLToPath(new URL("../../", import.meta.url));

const lines = (count: number): string => Array.from({ length: count }, (_, index) => `export const v${index} = ${index};\n`).join("");
const longFunction = (count: number): string => `export const run = (): void => {\n${"  console.error();\n".repeat(count)}};\n`;

interface Case {
  readonly path: string;
  readonly text: string;
  readonly rules: readonly string[];
}

const cases: readonly Case[] = [
  { path: "packages/sdk/src/long-file.ts", text: lines(401), rules: ["noExcessiveLinesPerFile"] },
  { path: "packages/sdk/src/full-file.ts", text: lines(400), rules: [] },
  { path: "packages/sdk/src/long.test.ts", text: lines(801), rules: ["noExcessiveLinesPerFile"] },
  { path: "packages/sdk/src/full.test.ts", text: lines(800), rules: [] },
  { path: "packages/cli/src/long-function.ts", text: longFunction(63), rules: ["noExcessiveLinesPerFunction"] },
  { path: "packages/cli/src/full-function.ts", text: longFunction(57), rules: [] },
  { path: "packages/sdk/src/a/b/c/climbs.ts", text: 'import "../../../flow.ts";\n', rules: ["noRestrictedImports"] },
  { path: "packages/sdk/src/a/b/c/climbs-less.ts", text: 'import "../../flow.ts";\n', rules: [] },
  { path: "packages/sdk/src/re-exports.ts", text: 'export { flow } from "./flow.ts";\n', rules: ["noBarrelFile"] },
  { path: "packages/sdk/src/re-exports-all.ts", text: 'export * from "./flow.ts";\n', rules: ["noBarrelFile", "noReExportAll"] },
  { path: "packages/sdk/src/index.ts", text: 'export * from "./flow.ts";\n', rules: [] },
  { path: "packages/sdk/src/environment.ts", text: "export const home = process.env.HOME;\n", rules: ["noProcessEnv"] },
  { path: "packages/settings/src/environment.ts", text: "export const home = process.env.HOME;\n", rules: [] },
  { path: "packages/sdk/src/prints.ts", text: 'console.log("x");\n', rules: ["noConsole"] },
  { path: "packages/cli/src/prints.ts", text: 'console.log("x");\n', rules: [] },
  { path: "packages/sdk/src/any.ts", text: "export const read = (value: any): unknown => value;\n", rules: ["noExplicitAny"] },
  {
    path: "packages/sdk/src/bang.ts",
    text: "export const first = (all: readonly string[]): string => all[0]!;\n",
    rules: ["noNonNullAssertion"],
  },
  {
    path: "packages/sdk/src/floating.ts",
    text: "const wait = async (): Promise<void> => {};\nexport const run = (): void => {\n  wait();\n};\n",
    rules: ["noFloatingPromises"],
  },
  { path: "packages/sdk/src/default-export.ts", text: "export default 1;\n", rules: ["noDefaultExport"] },
  { path: "packages/cli/src/commands/flow/ls.ts", text: "export default 1;\n", rules: [] },
  {
    path: "packages/sdk/src/four.ts",
    text: "export const add = (a: number, b: number, c: number, d: number): number => a + b + c + d;\n",
    rules: ["useMaxParams"],
  },
  { path: "packages/sdk/src/camelCase.ts", text: "export const a = 1;\n", rules: ["useFilenamingConvention"] },
  {
    path: "packages/sdk/src/cycle-one.ts",
    text: 'import { two } from "./cycle-two.ts";\n\nexport const one = (): number => two();\n',
    rules: ["noImportCycles"],
  },
  {
    path: "packages/sdk/src/cycle-two.ts",
    text: 'import { one } from "./cycle-one.ts";\n\nexport const two = (): number => one();\n',
    rules: ["noImportCycles"],
  },
  {
    path: "packages/sdk/src/type-as-value.ts",
    text: 'import { Flow } from "./flow.ts";\n\nexport type F = Flow;\n',
    rules: ["useImportType"],
  },
  {
    path: "packages/sdk/src/skipped.test.ts",
    text: 'import { test } from "vitest";\n\ntest.only("x", () => {});\n',
    rules: ["noFocusedTests"],
  },
];

interface Diagnostic {
  readonly category: string;
  readonly severity: string;
  readonly location: { readonly path: string };
}

let folder: string;
let found: Map<string, string[]>;

/** One run over all the cases: the linter's start costs more than its work. */
const lint = (): Promise<readonly Diagnostic[]> =>
  new Promise((resolve) => {
    const args = ["lint", "--reporter=json", "--max-diagnostics=none", "--vcs-enabled=false", "."];
    execFile(join(root, "node_modules/.bin/biome"), args, { cwd: folder, maxBuffer: 2 ** 26 }, (_error, output) => {
      const { diagnostics }: { diagnostics: readonly Diagnostic[] } = JSON.parse(output);
      resolve(diagnostics.filter(({ severity }) => severity === "error"));
    });
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "millrace-biome-"));
  cpSync(join(root, "biome.json"), join(folder, "biome.json"));
  for (const { path, text } of [
    ...cases,
    { path: "packages/sdk/src/flow.ts", text: "export interface Flow {}\nexport const flow = 1;\n" },
  ]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  found = new Map(
    [...Map.groupBy(await lint(), ({ location }) => location.path)].map(([path, all]) => [path, all.map(({ category }) => category)]),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each(cases)("$path: $rules", ({ path, rules }) => {
  const names = (found.get(path) ?? []).map((category) => category.split("/").at(-1));
  expect([...new Set(names)].sort()).toEqual(rules);
});
