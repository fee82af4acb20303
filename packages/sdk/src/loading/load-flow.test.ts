import { execFile } from "node:child_process";
import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { loadFlow, splitEntrypoint } from "./load-flow.ts";

const fixtures = fileURLToPath(new URL("../fixtures", import.meta.url));

describe("an entrypoint", () => {
  test("splits at its last colon", () => {
    expect(splitEntrypoint("C:/flows/a.ts:crawl")).toEqual({ path: "C:/flows/a.ts", name: "crawl" });
    expect(() => splitEntrypoint("flows.ts")).toThrow("such as flows/crawl.ts:crawl");
  });
  test("names an exported flow, or a flow by its own name", async () => {
    expect(await loadFlow("process-flows.ts:quick", fixtures)).toMatchObject({ name: "quick", version: "3" });
  });
  test("a plain function becomes a flow", async () => {
    expect(await loadFlow("serve-fake.ts:serveFake", fixtures)).toMatchObject({ name: "servefake" });
  });
  test.each([
    ["nowhere.ts:x", "There is no file nowhere.ts"],
    [
      "process-flows.ts:nope",
      'has no flow "nope". It exports dying, failing, forgetful, hanging, quick, tidying; export it as "export const nope',
    ],
    ["no-such-module:x", 'The module "no-such-module" is not installed'],
    ["flows.py:x", "is a Python flow"],
  ])("%s explains itself", async (entrypoint, message) => expect(loadFlow(entrypoint, fixtures)).rejects.toThrow(message));
  test("that cannot be loaded says so without a trace of this package", async () => {
    await expect(loadFlow("nowhere.ts:x", fixtures)).rejects.toHaveProperty(
      "stack",
      expect.stringMatching(/^LoadError: There is no file.*$/),
    );
  });
});

describe("a file that does not load", () => {
  /** The test runner transforms what it imports, so that a plain Node has to do the loading. */
  const explain = async (files: Readonly<Record<string, string>>, entrypoint: string): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), "flows-"));
    try {
      for (const [name, content] of Object.entries({ "package.json": '{ "type": "module" }', ...files }))
        await writeFile(join(folder, name), content);
      const program = `import { loadFlow } from ${JSON.stringify(import.meta.resolve("./load-flow.ts"))};
        await loadFlow(${JSON.stringify(entrypoint)}, process.cwd()).catch(({ name, message }) => console.log(name, message));`;
      const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], {
        cwd: await realpath(folder),
      });
      return stdout.trim();
    } finally {
      await rm(folder, { recursive: true });
    }
  };

  test.each([
    ["a syntax error", { "a.ts": "export const ok = 1;\nconst broken = ;" }, /^LoadError a\.ts, line 2 does not load: Expression expected/],
    [
      "what type stripping does not know",
      { "a.ts": "export enum Kind { One }" },
      /^LoadError a\.ts, line 1: TypeScript enum is not supported.*install tsx/,
    ],
    [
      "an ending that does not exist",
      { "a.ts": 'import "./b.js";', "b.ts": "" },
      /imports ".*b\.js", but the file is .*b\.ts\. Write the ending \.ts/,
    ],
    ["a package that is not there", { "a.ts": 'import "no-such-package";' }, /Cannot find package 'no-such-package'.*Install the package/],
    ["an error of its own", { "a.ts": 'throw new RangeError("at load");' }, /^LoadError a\.ts threw while loading: RangeError: at load$/],
    [
      "a package that says it is CommonJS",
      { "a.ts": 'import { join } from "node:path";\nexport const x = join("a");', "package.json": '{ "type": "commonjs" }' },
      /says it is CommonJS\. Set "type": "module" in package\.json, or rename the file to end in \.mts/,
    ],
    ["an export that is missing", { "a.ts": "export const y = 1;" }, /a\.ts has no flow "x"\. It exports no flow; export it as/],
  ])("%s is explained with its remedy", async (_, files, message) => expect(await explain(files, "a.ts:x")).toMatch(message));
});
