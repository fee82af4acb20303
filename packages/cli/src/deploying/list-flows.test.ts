import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { listFlows } from "./list-flows.ts";

test("flows of a project are found without running it", () => {
  const root = mkdtempSync(join(tmpdir(), "millrace-flows-"));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const exported = "export const crawl = flow({}, async () => {});\n";
  write(
    "flows.ts",
    `throw new Error("never run");\n${exported}export const typed: Flow<void> = flow(async () => {});\nconst inner = flow({});`,
  );
  write(
    "jobs/nightly.py",
    "from prefect import flow\n\n@flow(\n    name='x',\n)\nasync def nightly():\n    pass\n\ndef other():\n    pass\n",
  );
  for (const path of ["flows.test.ts", "types.d.ts", "node_modules/pkg/index.js", ".venv/lib/a.mjs", "notes.txt", "a/b/c/d/deep.ts"])
    write(path, exported);
  expect(listFlows(root)).toEqual(["flows.ts:crawl", "flows.ts:typed", "jobs/nightly.py:nightly"]);
  rmSync(root, { recursive: true });
});
