/** The package as people install it: packed, without our sources or anything else of the repository beside it. */
import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const node = process.execPath;
let place: string;
let program: string;

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (file: string, args: readonly string[], cwd = program): Promise<Ended> =>
  new Promise((resolve) => {
    const env = { PATH: process.env.PATH, HOME: place };
    execFile(file, args, { cwd, env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr }),
    );
  });

const succeed = async (...command: Parameters<typeof run>): Promise<string> => {
  const { code, stdout, stderr } = await run(...command);
  if (code !== 0) throw new Error(stdout + stderr);
  return stdout;
};

const compilerOptions = {
  target: "ES2025",
  lib: ["ES2025"],
  module: "NodeNext",
  strict: true,
  noEmit: true,
  allowImportingTsExtensions: true,
  // Declarations that name what is not in the package are found too.
  skipLibCheck: false,
  types: ["node"],
  typeRoots: [`${root}node_modules/@types`],
};

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "millrace-package-"));
  program = join(place, "program");
  await succeed(node, [`${root}tools/build/main.ts`, join(place, "package")], root);
  await cp(fileURLToPath(new URL("./fixtures/program", import.meta.url)), program, { recursive: true });
  await writeFile(join(program, "package.json"), '{ "type": "module", "private": true }');
  await writeFile(join(program, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  await succeed("npm", ["pack", "--pack-destination", place], join(place, "package"));
  const tarball = (await readdir(place)).find((file) => file.endsWith(".tgz")) ?? "";
  // What the package depends on comes from here, so that no registry is needed.
  const libraries = Object.keys(JSON.parse(await readFile(join(place, "package/package.json"), "utf8")).dependencies);
  const folders = libraries.map((name) => `${root}node_modules/${name}`);
  await succeed("npm", ["install", "--offline", "--install-links", "--no-audit", "--no-fund", join(place, tarball), ...folders]);
}, 300_000);
afterAll(() => rm(place, { recursive: true, force: true }));

test("its types stand alone, take what is right and find what is wrong", async () => {
  const { stdout } = await run(node, [`${root}node_modules/typescript/bin/tsc`, "--project", program, "--pretty", "false"]);
  const mistakes = stdout.trim().split("\n");
  expect(mistakes.map((line) => /^\w+\.ts\(\d+/.exec(line)?.[0])).toEqual([6, 7, 8, 9, 10].map((line) => `mistaken.ts(${line}`));
  expect(mistakes).toEqual([
    expect.stringContaining("Type 'string' is not assignable to type 'Arg<number>'"),
    expect.stringContaining("Type 'number' is not assignable to type 'string'"),
    expect.stringContaining("'downTo' does not exist in type 'Partial<{ upTo: number; }>'"),
    expect.stringContaining("Type 'true' is not assignable to type 'Duration'"),
    expect.stringContaining("Type 'number' is not assignable to type 'string'"),
  ]);
  expect(await readFile(join(program, "node_modules/millrace/dist/index.d.ts"), "utf8")).toContain("Makes a function a flow");
});

test("a flow that imports it runs", async () => {
  expect(await succeed(node, ["flow.ts"])).toContain("The sum is 12.\n");
});

test("its program runs under both names and tells the package's version", async () => {
  const { version } = JSON.parse(await readFile(`${root}packages/cli/package.json`, "utf8")) as { version: string };
  for (const name of ["millrace", "prefect"]) {
    expect(await succeed(node, [join(program, "node_modules/.bin", name), "--version"])).toBe(`${version}\n`);
  }
});

test("it says whose libraries it contains, on the server and in the pages, and on which terms", async () => {
  const notices = await readFile(join(program, "node_modules/millrace/THIRD-PARTY-NOTICES.txt"), "utf8");
  for (const name of ["fastify", "kysely", "react", "uplot"])
    expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(MIT\\)\n\n`, "m"));
  expect(notices).toContain("Permission is hereby granted, free of charge");
});
