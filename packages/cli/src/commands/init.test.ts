import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type CapturedOptions, runCaptured } from "../fixtures/captured-host.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "millrace-init-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const env = { PATH: process.env.PATH, NO_COLOR: "1" };
const init = (args: string, options: Partial<CapturedOptions> = {}) =>
  runCaptured(`init ${args}`.trim().split(" "), { dir, env, ...options });
const written = () => parse(readFileSync(join(dir, "prefect.yaml"), "utf8")) as Record<string, unknown>;
const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: dir, stdio: "ignore" });

const entry = {
  ...{ name: null, version: null, tags: [], description: null, schedule: {}, flow_name: null, entrypoint: null, parameters: {} },
  work_pool: { name: null, work_queue_name: null, job_variables: {} },
};
const inFolder = (directory: string) => [{ "prefect.deployments.steps.set_working_directory": { directory } }];

describe("init", () => {
  test("writes the two files of a project, and never over those that are there", async () => {
    const { code, stdout } = await init("");
    expect([code, stdout.split("\n")[0]]).toEqual([0, `Began a project in ${dir}: .prefectignore and prefect.yaml.`]);
    const pull = inFolder(dir);
    const file = { name: basename(dir), "prefect-version": "3.8.3", build: null, push: null, pull, deployments: [entry] };
    expect(written()).toEqual(file);
    writeFileSync(join(dir, "prefect.yaml"), "name: mine\n");
    const again = await init("--recipe local");
    expect([again.code, again.stdout]).toEqual([0, `${dir} has both files already; nothing was written.\n`]);
    expect(written()).toEqual({ name: "mine" });
  });

  test("takes the repository it is in, and a Dockerfile beside it", async () => {
    git("init", "--initial-branch", "trunk");
    git("remote", "add", "origin", "https://github.com/acme/flows.git");
    await init("");
    const clone = { repository: "https://github.com/acme/flows.git", branch: "trunk", access_token: null };
    expect(written().pull).toEqual([{ "prefect.deployments.steps.git_clone": clone }]);
    rmSync(join(dir, "prefect.yaml"));
    writeFileSync(join(dir, "Dockerfile"), "FROM scratch\n");
    await init("");
    expect(written()).toMatchObject({
      build: [{ "prefect_docker.deployments.steps.build_docker_image": { image_name: "{{ image_name }}", dockerfile: "Dockerfile" } }],
      pull: [{ "prefect.deployments.steps.git_clone": clone }],
      deployments: [{ work_pool: { job_variables: { image: "{{ build_image.image }}" } } }],
    });
  });

  test("fills a recipe with what is given, and asks for the rest", async () => {
    await init("--recipe docker-s3 --name named -f image_name=im -f tag=v1", { stdin: "bk\n" });
    expect(written()).toMatchObject({
      name: "named",
      build: [{ "prefect_docker.deployments.steps.build_docker_image": { image_name: "im", tag: "v1", dockerfile: "auto" } }],
      push: [
        { "prefect_docker.deployments.steps.push_docker_image": { tag: "{{ build_image.tag }}" } },
        { "prefect_aws.deployments.steps.push_to_s3": { bucket: "bk", folder: basename(dir) } },
      ],
      pull: [{ "prefect_aws.deployments.steps.pull_from_s3": { bucket: "{{ push_code.bucket }}" } }],
    });
  });

  test("asks for the recipe on a terminal", async () => {
    const { stdout } = await init("", { columns: 80, stdin: "local\n" });
    expect(stdout).toContain("Where does the code of runs come from?");
    expect(written().pull).toEqual(inFolder(dir));
  });

  test.each([
    ["--recipe nope", 'There is no recipe "nope". There are: azure, docker,'],
    ["--recipe s3", "The recipe needs bucket. Give it with --field bucket=VALUE."],
    ["--recipe local -f novalue", "--field is novalue; it takes key=value."],
  ])("%s is refused, and nothing written", async (args, message) => {
    const { code, stderr } = await init(args);
    expect([code, stderr]).toEqual([1, expect.stringContaining(message)]);
    expect(existsSync(join(dir, "prefect.yaml"))).toBe(false);
  });
});
