import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject } from "@millrace/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createFakeServer } from "../fixtures/fake-server.ts";
import { pullCode } from "./pull-code.ts";
import { splitWords } from "./split-words.ts";

let folder = "";
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "millrace-pull-")));
});
afterEach(() => rm(folder, { recursive: true }));

const pull = async (...pull_steps: JsonObject[]) => {
  const lines: string[] = [];
  const { session, events } = createFakeServer();
  const deployment = { name: "d", path: null, pull_steps };
  const log = (line: string): void => void lines.push(line);
  const directory = await pullCode({ session, flowRunId: crypto.randomUUID(), deployment, cwd: folder, log }).catch(
    (error: Error) => error,
  );
  await session.flush();
  return { directory, lines, events };
};

const git = (where: string, ...args: string[]): string => execFileSync("git", args, { cwd: where, encoding: "utf8" });

const commit = async (where: string, text: string): Promise<void> => {
  await writeFile(join(where, "flows.ts"), text);
  git(where, "add", ".");
  git(where, "-c", "user.name=t", "-c", "user.email=t@test", "commit", "-qm", text);
};

describe("pull steps", () => {
  test("without any, the code is where the deployment's path says", async () => {
    expect((await pull()).directory).toBe(folder);
  });

  test("clone a repository, bring the clone up to date, and hand its directory on", async () => {
    const origin = join(folder, "origin.git");
    execFileSync("git", ["init", "-qb", "main", origin]);
    await commit(origin, "one");
    const steps = [
      { "prefect.deployments.steps.git_clone": { id: "clone", repository: `file://${origin}`, branch: "main" } },
      { "prefect.deployments.steps.run_shell_script": { directory: "{{ clone.directory }}", script: "cat flows.ts\necho $PWD" } },
    ];
    const { directory, lines, events } = await pull(...steps);
    expect([directory, lines[0]]).toEqual([join(folder, "origin-main"), "one"]);
    expect(events.map(({ event, payload }) => [event, payload?.step_name, payload?.index])).toEqual([
      ["prefect.flow-run.pull-step.executed", "git_clone", 0],
      ["prefect.flow-run.pull-step.executed", "run_shell_script", 1],
    ]);
    await commit(origin, "two");
    expect((await pull(...steps)).lines[0]).toBe("two");
    const first = git(origin, "rev-parse", "HEAD~1").trim();
    const pinned = { "prefect.deployments.steps.git_clone": { repository: `file://${origin}`, commit_sha: first } };
    git(origin, "config", "uploadpack.allowAnySHA1InWant", "true");
    expect(await readFile(join(String((await pull(pinned)).directory), "flows.ts"), "utf8")).toBe("one");
  });

  test("run scripts with an environment, with a shell when asked", async () => {
    const script = { script: "echo $LEVEL > level; ls", shell: true, env: { LEVEL: "high" } };
    await pull({ "prefect.deployments.steps.run_shell_script": script });
    expect(await readFile(join(folder, "level"), "utf8")).toBe("high\n");
    const plain = { script: "touch 'a b' $LEVEL", expand_env_vars: true, env: { LEVEL: "c" } };
    await pull({ "prefect.deployments.steps.utility.run_shell_script": plain });
    expect([existsSync(join(folder, "a b")), existsSync(join(folder, "c"))]).toEqual([true, true]);
  });

  test.each([
    [{ "prefect.deployments.steps.set_working_directory": {} }, '"directory" is missing. Add it to the step.'],
    [{ "prefect.deployments.steps.git_clone": { repository: "file:///no/such" } }, "The repository file:///no/such could not be fetched"],
    [{ "prefect.deployments.steps.run_shell_script": { script: "sh -c 'echo no >&2; exit 4'" } }, "ended with exit code 4: no"],
    [{ "my_company.steps.fetch": {} }, 'has the pull step "my_company.steps.fetch", which this engine does not run'],
  ])("say which one failed: %j", async (step, message) => {
    const { directory } = await pull(step);
    expect(String(directory)).toContain(message);
  });
});

test("a token is in no message", async () => {
  const repository = "https://127.0.0.1:1/private.git";
  const { directory } = await pull({ "prefect.deployments.steps.git_clone": { repository, access_token: "hush" } });
  expect(String(directory)).toContain("could not be fetched");
  expect(String(directory)).not.toContain("hush");
});

test.each([
  ["a  b", ["a", "b"]],
  [`sh -c 'echo "x y"' "it's" a\\ b`, ["sh", "-c", 'echo "x y"', "it's", "a b"]],
  [`"a \\"b\\"" ''`, ['a "b"', ""]],
  ["", []],
])("%s is split as a shell splits it", (command, words) => {
  expect(splitWords(command)).toEqual(words);
});
