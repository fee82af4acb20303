import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isInstalled } from "./is-installed.ts";

let root: string;

const writeLocks = (wanted: object, found?: object): void => {
  writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages: wanted }));
  if (found === undefined) return;
  mkdirSync(join(root, "node_modules"));
  writeFileSync(join(root, "node_modules/.package-lock.json"), JSON.stringify({ packages: found }));
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "millrace-setup-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const pg = { "node_modules/pg": { version: "8.0.0" } };

test("is not installed without node_modules", () => {
  writeLocks(pg);
  expect(isInstalled(root)).toBe(false);
});

test.each([
  { name: "the same versions", found: pg, installed: true },
  { name: "another version", found: { "node_modules/pg": { version: "7.0.0" } }, installed: false },
  { name: "a package missing", found: {}, installed: false },
  { name: "a package the lockfile no longer names", found: { ...pg, "node_modules/old": { version: "1.0.0" } }, installed: false },
])("with $name: $installed", ({ found, installed }) => {
  writeLocks({ "": {}, ...pg, "node_modules/millrace": { link: true }, "packages/cli": { version: "0.0.0" } }, found);
  expect(isInstalled(root)).toBe(installed);
});

test("does not miss the optional packages of other platforms", () => {
  writeLocks({ ...pg, "node_modules/only-elsewhere": { version: "1.0.0", optional: true } }, pg);
  expect(isInstalled(root)).toBe(true);
});
