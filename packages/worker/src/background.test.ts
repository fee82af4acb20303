import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openWorld, type World } from "./fixtures/world.ts";

const sdk = join(import.meta.dirname, "..", "..", "sdk", "src", "index.ts");
const cli = join(import.meta.dirname, "..", "..", "cli", "bin", "millrace.js");

const tasks = `
import { writeFileSync } from "node:fs";
import { getLogger, serveTasks, task, taskRun } from ${JSON.stringify(sdk)};
export const add = task({ name: "add", retries: 1 }, async (a: number, b: number) => {
  getLogger().info("adding");
  if (taskRun().runCount === 1 && b === 1) throw new Error("not at first");
  return a + b;
});
export const nothing = task({ name: "nothing" }, async () => 0);
export const boom = task({ name: "boom" }, async () => { throw new Error("no luck"); });
let most = 0, now = 0;
export const slow = task({ name: "slow" }, async (i: number) => {
  most = Math.max(most, ++now);
  await new Promise((resolve) => setTimeout(resolve, 30));
  now -= 1;
  return most;
});
export const endless = task({ name: "endless" }, () => new Promise((resolve) => setTimeout(resolve, 3_600_000)));
if (process.argv[1]?.endsWith("tasks.ts")) await serveTasks([add, nothing, boom, slow, endless], { limit: 3 });
`;

const callers = `
import { flow } from ${JSON.stringify(sdk)};
import { add, boom, nothing, slow } from "./tasks.ts";
const calls = flow({ name: "calls" }, async () => {
  const run = add.delay(1, 1);
  const { id } = await run.created;
  return { id, sum: await run };
});
console.log(JSON.stringify([
  await add.delay(2, 3),
  await nothing.delay(),
  (await boom.delay().outcome()).error.message,
  await calls(),
  Math.max(...(await Promise.all(Array.from({ length: 12 }, (_, i) => slow.delay(i))))),
  await add.delay(new Date(), 1).created.catch((error) => error.message),
]));
`;

const abandoned = `
import { endless } from "./tasks.ts";
const run = endless.delay();
console.log(JSON.stringify([(await run.created).id, (await run.outcome()).error.message]));
`;

let dir: string;
let world: World;
const started: ChildProcess[] = [];
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "millrace-background-"));
  writeFileSync(join(dir, "tasks.ts"), tasks);
  writeFileSync(join(dir, "callers.ts"), callers);
  writeFileSync(join(dir, "abandoned.ts"), abandoned);
  world = await openWorld();
});
afterEach(async () => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
  await world[Symbol.asyncDispose]();
  rmSync(dir, { recursive: true });
});

const environment = () => ({ PATH: process.env.PATH, HOME: dir, PREFECT_API_URL: world.url });

/** Starts a task worker and waits until the server knows it. */
const serve = async (args: readonly string[], key = "add"): Promise<ChildProcess> => {
  const child = spawn(process.execPath, args, { cwd: dir, env: environment(), stdio: ["ignore", "inherit", "inherit"] });
  started.push(child);
  const find = () => world.client.taskWorkers.list({ body: { task_worker_filter: { task_keys: [key] } } });
  await expect.poll(find, { timeout: 60_000 }).toHaveLength(1);
  return child;
};

const run = async (file: string): Promise<readonly unknown[]> => {
  const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: dir, env: environment(), timeout: 90_000 });
  return JSON.parse(stdout) as readonly unknown[];
};

test("tasks that are handed over are carried out elsewhere, with retries and logs, some at once", { timeout: 120_000 }, async () => {
  const worker = await serve(["tasks.ts"]);
  const [sum, zero, failure, inFlow, most, refused] = await run("callers.ts");
  expect([sum, zero, failure, most]).toEqual([5, 0, expect.stringContaining("no luck"), 3]);
  expect(refused).toContain('The arguments of "add" go to another process as JSON, and are more than plain JSON');
  expect(inFlow).toMatchObject({ sum: 2 });
  const { id } = inFlow as { id: string };
  const retried = await world.client.taskRuns.get({ id });
  expect(retried).toMatchObject({ state_name: "Completed", run_count: 2, task_key: "add", flow_run_id: expect.any(String) });
  const states = await world.client.taskRunStates.list({ query: { task_run_id: id } });
  expect(states.map(({ name }) => name)).toEqual(["Scheduled", "Pending", "Running", "Retrying", "Completed"]);
  const logs = await world.client.logs.list({ body: { logs: { task_run_id: { any_: [id] } } } });
  expect(logs.map(({ message }) => message)).toContain("adding");
  worker.kill("SIGTERM");
  expect((await once(worker, "exit"))[0]).toBe(0);
});

test("the command line serves the tasks of files, and runs wait for a worker that is yet to come", { timeout: 120_000 }, async () => {
  const early = run("callers.ts");
  const find = () => world.client.taskRuns.count({ body: { task_runs: { state: { name: { any_: ["Scheduled"] } } } } });
  await expect.poll(find, { timeout: 60_000 }).toBe(1);
  const worker = await serve([cli, "task", "serve", "--module", "tasks.ts", "--limit", "3"]);
  expect((await early).slice(0, 2)).toEqual([5, 0]);
  worker.kill("SIGINT");
  expect((await once(worker, "exit"))[0]).toBe(130);
});

test("a task worker that is killed takes no run with it: they end as crashed", { timeout: 120_000 }, async () => {
  const worker = await serve(["tasks.ts"]);
  const outcome = run("abandoned.ts");
  const find = () => world.client.taskRuns.count({ body: { task_runs: { state: { name: { any_: ["Running"] } } } } });
  await expect.poll(find, { timeout: 60_000 }).toBe(1);
  worker.kill("SIGKILL");
  const [id, message] = await outcome;
  expect(message).toMatch(/The task worker ".*" that took this run is gone\./);
  expect(await world.client.taskRuns.get({ id: String(id) })).toMatchObject({ state_type: "CRASHED" });
});
