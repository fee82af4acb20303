import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findCommit, printVersion, readVersionType, type VersionType } from "./version-info.ts";

let dir: string;
let sha = "";
const { PATH = "" } = process.env;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "millrace-version-"));
  const git = (...args: readonly string[]): string => execFileSync("git", args, { cwd: dir, encoding: "utf8" }).trim();
  git("init", "--initial-branch", "trunk");
  git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--allow-empty", "-m", "Second thoughts\n\nAt length.");
  git("remote", "add", "origin", "https://me:hush@git.example/acme/flows.git");
  sha = git("rev-parse", "HEAD");
});
afterAll(() => rmSync(dir, { recursive: true }));

const find = (env: Readonly<Record<string, string>> = {}, type?: VersionType, cwd = dir) =>
  findCommit({ type, cwd, env: { PATH, GIT_CEILING_DIRECTORIES: tmpdir(), ...env } });

const github = { GITHUB_SHA: "0123456789", GITHUB_REF_NAME: "main", GITHUB_REPOSITORY: "acme/x", GITHUB_SERVER_URL: "https://hub" };

test("git tells the commit, and no password", async () => {
  expect(await find()).toEqual({
    type: "vcs:git",
    version: sha.slice(0, 8),
    commit_sha: sha,
    message: "Second thoughts",
    branch: "trunk",
    repository: "acme/flows",
    url: "https://git.example/acme/flows.git",
  });
});

describe("services that build code tell it first", () => {
  test.each([
    ["vcs:github", github, { repository: "acme/x", branch: "main", url: "https://hub/acme/x/tree/0123456789" }],
    [
      "vcs:gitlab",
      { CI_COMMIT_SHA: "abc", CI_COMMIT_REF_NAME: "dev", CI_PROJECT_NAME: "x", CI_PROJECT_URL: "https://lab/x" },
      { version: "abc", repository: "x", url: "https://lab/x/-/tree/abc" },
    ],
    [
      "vcs:bitbucket",
      { BITBUCKET_COMMIT: "abc", BITBUCKET_BRANCH: "dev", BITBUCKET_REPO_SLUG: "x", BITBUCKET_GIT_HTTP_ORIGIN: "https://bucket/x" },
      { repository: "x", url: "https://bucket/x/src/abc" },
    ],
    [
      "vcs:azuredevops",
      { BUILD_SOURCEVERSION: "abc", BUILD_SOURCEBRANCHNAME: "dev", BUILD_REPOSITORY_NAME: "x", BUILD_REPOSITORY_URI: "https://dev/x" },
      { repository: "x", url: "https://dev/x?version=GCabc" },
    ],
  ])("%s", async (type, env, expected) => {
    expect(await find(env)).toMatchObject({ type, message: "Second thoughts", ...expected });
  });
});

test("a type that is asked for is the only one looked at", async () => {
  expect(await find(github, "vcs:git")).toMatchObject({ type: "vcs:git", branch: "trunk" });
  expect(await find(github, "vcs:gitlab")).toBeUndefined();
  expect(await find(github, "prefect:simple")).toBeUndefined();
  expect(() => readVersionType("svn")).toThrow('"svn" is no type of version. There are prefect:simple, vcs:github');
});

test("outside of a repository there is none", async () => {
  const outside = mkdtempSync(join(tmpdir(), "millrace-outside-"));
  writeFileSync(join(outside, "flows.ts"), "");
  expect(await find({}, undefined, outside)).toBeUndefined();
  expect(await find({ PATH: "/nowhere" }, undefined, outside)).toBeUndefined();
  rmSync(outside, { recursive: true });
});

const commit = { type: "vcs:git", version: "01234567", branch: "main" } as const;
test.each([
  [
    { given: "3", commit, otherwise: "hash" },
    { version: "3", version_info: { ...commit, version: "3" } },
  ],
  [
    { given: null, commit, otherwise: "hash" },
    { version: "01234567", version_info: commit },
  ],
  [
    { given: null, commit: undefined, otherwise: "hash" },
    { version: "hash", version_info: { type: "prefect:simple", version: "hash" } },
  ],
  [
    { given: null, commit: undefined },
    { version: null, version_info: { type: "prefect:simple", version: "" } },
  ],
])("the version of %j", (options, expected) => {
  expect(printVersion(options)).toEqual(expected);
});
