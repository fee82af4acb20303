import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openWorld } from "./fixtures/world.ts";

const sdk = join(import.meta.dirname, "..", "..", "sdk", "src", "index.ts");
const flows = `
import { deploy, flow } from ${JSON.stringify(sdk)};
const place = { workPool: process.env.POOL, workQueue: "urgent" };
export const one = flow({ name: "one" }, async ({ n = 1 }: { n?: number }) => n + 1);
export const two = flow({ name: "two" }, async () => "two");
await one.deploy({ name: "alone", parameters: { n: 4 }, jobVariables: { env: { LEVEL: "high" } }, ...place });
await deploy(one.toDeployment({ name: "together" }), two.toDeployment({ name: "together", schedule: { every: "1h" } }), place);
`;
const sourced = `
import { fromSource } from ${JSON.stringify(sdk)};
const { SOURCE = "", POOL } = process.env;
const local = await fromSource(".", "plain.ts:plain");
await local.deploy({ name: "local", workPool: POOL });
await (await fromSource("file://" + process.cwd(), "plain.ts:plain")).deploy({ name: "addressed", workPool: POOL });
const git = await fromSource({ repository: SOURCE, branch: "trunk" }, "plain.ts:plain");
await git.deploy({ name: "git", workPool: POOL });
`;
const plain = `
import { flow } from ${JSON.stringify(sdk)};
export const plain = flow({ name: "plain" }, async ({ n = 2 }: { n?: number }) => process.cwd().endsWith("origin-trunk") ? -n : n);
`;
const refused = `
import { flow, fromSource } from ${JSON.stringify(sdk)};
const one = flow({ name: "one" }, async () => {});
await fromSource({ source: "x", entrypoint: "flows.ts:one" }).catch((error) => console.log(error.name + ": " + error.message));
for (const options of [{}, { workPool: "nope" }, { workPool: process.env.POOL, image: "acme/one:1" }]) {
  await one.deploy({ name: "x", ...options }).catch((error) => console.log(error.name + ": " + error.message));
}
`;

const triggered = `
import { deploy, flow } from ${JSON.stringify(sdk)};
const one = flow({ name: "one" }, async ({ day = "" }: { day?: string }) => day);
const rows = { expect: ["rows.ready"], match: { "prefect.resource.id": "lake.*" }, parameters: { day: "{{ event.payload.day }}" } };
const both = { type: "compound", require: "all", within: 60, triggers: [{ expect: ["a"] }, { expect: ["b"] }], name: "both" } as const;
await one.deploy({ name: "triggered", workPool: process.env.POOL, triggers: process.env.FEW ? [rows] : [rows, both] });
`;

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "millrace-deploying-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Runs a program of the SDK beside the server of this process; gives what it printed. */
const program = async (source: string, env: Readonly<Record<string, string>>): Promise<string> => {
  writeFileSync(join(dir, "flows.ts"), source);
  const options = { cwd: dir, env: { PATH: process.env.PATH, HOME: dir, ...env }, timeout: 30_000 };
  return (await promisify(execFile)(process.execPath, ["flows.ts"], options)).stdout;
};

test("flow.deploy and deploy store what the workers of a pool then carry out", async () => {
  await using world = await openWorld();
  await world.work();
  await program(flows, { PREFECT_API_URL: world.url, POOL: world.pool });
  const get = (flow_name: string, deployment_name: string) => world.client.deployments.getByName({ flow_name, deployment_name });
  const alone = await get("one", "alone");
  expect(alone).toMatchObject({
    work_pool_name: world.pool,
    work_queue_name: "urgent",
    entrypoint: "flows.ts:one",
    path: null,
    pull_steps: [{ "prefect.deployments.steps.set_working_directory": { directory: dir } }],
    job_variables: { env: { LEVEL: "high" } },
  });
  expect(await get("two", "together")).toMatchObject({ work_pool_name: world.pool, schedules: [{ schedule: { interval: 3600 } }] });
  const end = await world.ended(await world.run(alone));
  expect([end.state_type, end.state?.data]).toEqual(["COMPLETED", 5]);
});

test("fromSource deploys code in a folder and in a git repository", async () => {
  await using world = await openWorld();
  await world.work();
  writeFileSync(join(dir, "plain.ts"), plain);
  const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: dir, stdio: "ignore" });
  git("init", "--initial-branch", "trunk");
  git("add", "plain.ts");
  git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-m", "first");
  git("clone", "--bare", dir, "origin.git");
  await program(sourced, { PREFECT_API_URL: world.url, POOL: world.pool, SOURCE: `file://${dir}/origin.git` });
  const result = async (deployment_name: string) => {
    const deployment = await world.client.deployments.getByName({ flow_name: "plain", deployment_name });
    return (await world.ended(await world.run(deployment))).state?.data;
  };
  expect([await result("local"), await result("addressed"), await result("git")]).toEqual([2, 2, -2]);
});

test("what cannot be deployed is explained", async () => {
  await using world = await openWorld();
  await world.work();
  expect((await program(refused, { PREFECT_API_URL: world.url, POOL: world.pool })).trim().split("\n")).toEqual([
    'UsageError: fromSource takes where the code is, then the flow: fromSource({ repository: "…" }, "flows.ts:crawl").',
    'UsageError: A deployment needs a work pool. Name it, such as { workPool: "here" }.',
    'UsageError: There is no work pool "nope". Create it with: millrace work-pool create nope --type process',
    `UsageError: The work pool "${world.pool}" of the type process takes no image. Name another pool, or leave the image out.`,
  ]);
});

test("triggers of a deployment run it, and take the place of those it had", async () => {
  await using world = await openWorld();
  await world.work();
  const env = { PREFECT_API_URL: world.url, POOL: world.pool };
  await program(triggered, env);
  const { id } = await world.client.deployments.getByName({ flow_name: "one", deployment_name: "triggered" });
  const list = () => world.client.automations.listRelated({ resource_id: `prefect.deployment.${id}` });
  expect((await list()).map(({ name, trigger }) => [name, trigger.type])).toEqual(
    expect.arrayContaining([
      ["triggered__automation_1", "event"],
      ["both", "compound"],
    ]),
  );
  await program(triggered, { ...env, FEW: "1" });
  expect(await list()).toMatchObject([
    {
      trigger: { posture: "Reactive", expect: ["rows.ready"] },
      actions: [{ deployment_id: id, parameters: { day: "{{ event.payload.day }}" } }],
    },
  ]);
});

test("a deployment without a version has the commit its code is at", async () => {
  await using world = await openWorld();
  await world.work();
  writeFileSync(join(dir, "plain.ts"), plain);
  const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: dir, encoding: "utf8" }).trim();
  git("init", "--initial-branch", "trunk");
  git("add", "plain.ts");
  git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-m", "first");
  git("clone", "--bare", dir, "origin.git");
  const first = git("rev-parse", "HEAD");
  git("remote", "add", "origin", `file://${dir}/origin.git`);
  git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--allow-empty", "-m", "second");
  await program(sourced, { PREFECT_API_URL: world.url, POOL: world.pool, SOURCE: `file://${dir}/origin.git` });
  const version = async (deployment_name: string) =>
    (await world.client.deployments.getByName({ flow_name: "plain", deployment_name })).version;
  expect([await version("git"), await version("local")]).toEqual([first.slice(0, 8), git("rev-parse", "HEAD").slice(0, 8)]);
});
