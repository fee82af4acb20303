import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCaptured } from "../fixtures/captured-host.ts";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "millrace-completion-"));
});
afterAll(() => rmSync(dir, { recursive: true }));

const write = async (shell: string): Promise<string> => {
  const path = join(dir, `millrace.${shell}`);
  writeFileSync(path, (await runCaptured(["completion", shell], { dir })).stdout);
  return path;
};
const has = (shell: string): boolean => {
  const isThere = spawnSync(shell, ["--version"]).status === 0;
  if (!isThere) process.emitWarning(`There is no ${shell} here, so the tests of its completion are skipped.`);
  return isThere;
};

describe.skipIf(!has("bash"))("bash", () => {
  /** What bash offers after these words; the last is the one being typed. */
  const offer = async (...words: readonly string[]): Promise<readonly string[]> => {
    const line = ["millrace", ...words].map((word) => `'${word}'`).join(" ");
    const script = `source ${await write("bash")}; COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _millrace; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync("bash", ["-c", script], { encoding: "utf8" });
    expect(stderr).toBe("");
    return stdout.trim().split("\n");
  };

  test("offers commands, groups in groups and options, by all their names", async () => {
    expect(await offer("work-p")).toEqual(["work-pool", "work-pools"]);
    expect(await offer("flow-runs", "l")).toEqual(["ls", "logs"]);
    expect(await offer("flow-run", "ls", "--st")).toEqual(["--state", "--state-type"]);
    expect(await offer("--profile", "work", "deployments", "schedule", "p")).toEqual(["pause", "pause-window"]);
    expect(await offer("gcl", "ls", "--o")).toEqual(["--output"]);
    expect(await offer("deployment", "run", "hello/a", "--wat")).toEqual(["--watch", "--watch-interval", "--watch-timeout"]);
  });
});

test.skipIf(!has("zsh"))("zsh reads its script", async () => {
  const { status, stderr } = spawnSync("zsh", ["-n", await write("zsh")], { encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
});

describe.skipIf(!has("fish"))("fish", () => {
  /** What fish offers at the end of a line. */
  const offer = async (line: string): Promise<readonly string[]> => {
    const script = `source ${await write("fish")}; complete -C '${line}'`;
    const { stdout, stderr } = spawnSync("fish", ["--no-config", "-c", script], { encoding: "utf8", cwd: dir });
    expect(stderr).toBe("");
    return stdout
      .trim()
      .split("\n")
      .map((words) => words.split("\t")[0] ?? "");
  };

  test("offers commands, options, and files once something looks like one", async () => {
    expect(await offer("millrace flow-runs l")).toEqual(["logs", "ls"]);
    expect(await offer("prefect --profile work deployment schedule p")).toEqual(["pause", "pause-window"]);
    expect(await offer("millrace deployment run hello/a --wat")).toEqual(["--watch", "--watch-interval", "--watch-timeout"]);
    expect(await offer("millrace deploy ./mill")).toContain("./millrace.fish");
  });
});

test.each(["bash", "zsh", "fish"])("the script for %s knows every command under both names of the program", async (shell) => {
  const { stdout } = await runCaptured(["completion", shell], { dir });
  expect(stdout).toContain("work-pool set-concurrency-limit");
  expect(stdout).toMatch(/(millrace prefect$|complete -c prefect )/m);
});

test("another shell is refused", async () => {
  expect((await runCaptured(["completion", "tcsh"], { dir })).stderr).toContain("it takes one of bash, zsh, fish.");
});
