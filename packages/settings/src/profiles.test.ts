import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { mergeProfiles, readProfiles, writeProfiles } from "./profiles.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "millrace-profiles-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

test("profiles are kept in the order they were made, in a file of the owner's alone, without the bundled ones", () => {
  const path = join(dir, "deep", "profiles.toml");
  writeProfiles(path, { active: "b", profiles: { b: { PREFECT_Z: "1", PREFECT_A: 'say "hi"' }, a: {} } });
  expect(readFileSync(path, "utf8")).toBe('active = "b"\n\n[profiles.b]\nPREFECT_Z = "1"\nPREFECT_A = "say \\"hi\\""\n\n[profiles.a]\n');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const file = readProfiles(path);
  expect(file).toEqual({ active: "b", profiles: { b: { PREFECT_Z: "1", PREFECT_A: 'say "hi"' }, a: {} } });
  expect(Object.keys(mergeProfiles(file))).toEqual(["ephemeral", "local", "test", "cloud", "b", "a"]);
});

test("a file that was open to all is closed, and a link stays a link", () => {
  const target = join(dir, "dotfiles.toml");
  const link = join(dir, "profiles.toml");
  writeFileSync(target, "", { mode: 0o644 });
  symlinkSync(target, link);
  writeProfiles(link, { profiles: { a: { PREFECT_API_KEY: "k" } } });
  expect(statSync(target).mode & 0o777).toBe(0o600);
  expect(readProfiles(target).profiles).toEqual({ a: { PREFECT_API_KEY: "k" } });
});
