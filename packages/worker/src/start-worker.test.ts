import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FlowRun } from "@millrace/contract";
import { expect, test } from "vitest";
import { openPlainProxy } from "./fixtures/plain-proxy.ts";
import { openWorld } from "./fixtures/world.ts";

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test("makes its pool, is known to the server, and carries out what is due with the job's environment", async () => {
  await using world = await openWorld();
  const folder = await mkdtemp(join(tmpdir(), "millrace-worker-"));
  const file = join(folder, "notes");
  const worker = await world.work({ name: "First Worker", queues: ["default"] });
  const pool = await world.client.workPools.get({ name: world.pool });
  expect(pool).toMatchObject({ type: "process", status: "READY" });
  expect(Object.keys(pool.base_job_template)).toEqual(["job_configuration", "variables"]);
  const workers = await world.client.workers.list({ work_pool_name: world.pool, body: {} });
  expect(workers).toMatchObject([{ name: "First Worker", status: "ONLINE", heartbeat_interval_seconds: 30 }]);

  const deployment = await world.deploy("note", { env: { LEVEL: "high" } });
  const run = await world.run(deployment, { file, line: "hello" });
  const end = await world.ended(run);
  expect([end.state_name, await readFile(file, "utf8")]).toEqual(["Completed", "hello high\n"]);
  expect(await world.story(run)).toEqual(["Scheduled", "Pending", "Submitting", "Running", "Completed"]);
  expect(end.infrastructure_pid).toMatch(/^\d+$/);
  expect(end.labels).toMatchObject({
    "prefect.worker.name": "First Worker",
    "prefect.worker.type": "process",
    "prefect.work-pool.name": world.pool,
    "prefect.work-pool.id": pool.id,
  });
  const filter = { event: { prefix: ["prefect.worker."] }, order: "ASC" } as const;
  const told = async () => (await world.client.eventQueries.list({ body: { filter } })).events;
  const names = async () => (await told()).map(({ event }) => event.replace("prefect.worker.", ""));
  // The process of a run ends a moment after the run; a worker that is stopped meanwhile ends it, by a signal.
  await expect.poll(names, { timeout: 10_000 }).toEqual(["started", "submitted-flow-run", "executed-flow-run"]);
  await worker.stop();
  await expect.poll(names, { timeout: 10_000 }).toEqual(["started", "submitted-flow-run", "executed-flow-run", "stopped"]);
  const executed = (await told())[2];
  expect(executed?.resource).toMatchObject({
    "prefect.resource.id": "prefect.worker.process.first-worker",
    "prefect.resource.name": "First Worker",
    "prefect.worker-type": "process",
  });
  expect(executed?.related).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ "prefect.resource.role": "flow-run", "prefect.infrastructure.status-code": "0" }),
      expect.objectContaining({ "prefect.resource.id": `prefect.work-pool.${pool.id}`, "prefect.resource.role": "work-pool" }),
    ]),
  );
  await rm(folder, { recursive: true });
});

test("says of every run that cannot be carried out why, and lives on", async () => {
  await using world = await openWorld();
  await world.work();
  const crash = async (entrypoint: string, variables = {}): Promise<string> => {
    const { state } = await world.ended(await world.run(await world.deploy(entrypoint, variables)));
    return `${state?.type}: ${state?.message}`;
  };
  expect(
    await Promise.all([
      crash("dying"),
      crash("nowhere.ts:flow"),
      crash("note", { command: "no-such-program now" }),
      crash("note", { command: "true" }),
      crash("note", { command: "sh -c 'echo went wrong >&2; exit 5'" }),
      crash("note", { command: "sh -c 'echo No module named prefect.engine. >&2; exit 1'" }),
      crash("note", { working_dir: "/no/such/place" }),
      crash("note", { env: { SECRET: "{{ prefect.blocks.secret.nope }}" } }),
    ]),
  ).toEqual([
    "CRASHED: The process of the run ended with exit code 3.",
    expect.stringMatching(/^CRASHED: There is no file nowhere\.ts in .*\. Correct the entrypoint, or run where the file is\.$/),
    'CRASHED: The run could not be started: Its command "no-such-program" could not be started: it was not found. Install it, or correct the job variable command.',
    "CRASHED: The process of the run ended well, but never started the run.",
    "CRASHED: The process of the run ended with exit code 5. Its last words: went wrong",
    "CRASHED: The process of the run ended with exit code 1. Its last words: No module named prefect.engine. Install it there with sh -m pip install prefect, or set MILLRACE_WORKER_PYTHON to an interpreter that has it.",
    "CRASHED: The run could not be started: Its working directory /no/such/place is not there. Create it, or correct the job variable working_dir.",
    'CRASHED: The run could not be started: There is no block secret/nope, which "prefect.blocks.secret.nope" refers to. Create it, or correct the reference.',
  ]);
});

test("a run that is cancelled cleans up, and nothing it started is left", async () => {
  await using world = await openWorld();
  await world.work();
  const run = await world.run(await world.deploy("hanging"));
  const [, child = ""] = await world.logged(run, /child (\d+)/);
  expect(isAlive(Number(child))).toBe(true);
  await world.client.flowRuns.setState({ id: run.id, body: { state: { type: "CANCELLING", name: "Cancelling" } } });
  const end = await world.ended(run);
  // The program it waits for is told to end too, and may be the first to do so.
  const message = expect.stringMatching(
    /^(Flow run was cancelled successfully|The flow run was cancelled; its code had ended by itself)\.$/,
  );
  expect(end.state).toMatchObject({ type: "CANCELLED", message });
  await expect.poll(() => isAlive(Number(child)), { timeout: 10_000 }).toBe(false);
  await world.logged(run, /cancellation hook/);
});

test("a run whose process is killed ends as crashed", async () => {
  await using world = await openWorld();
  await world.work();
  const run = await world.run(await world.deploy("hanging"));
  await world.logged(run, /child (\d+)/);
  const { infrastructure_pid } = await world.client.flowRuns.get({ id: run.id });
  process.kill(-Number(infrastructure_pid), "SIGKILL");
  expect((await world.ended(run)).state).toMatchObject({
    type: "CRASHED",
    message: "The process of the run ended with signal SIGKILL: it was killed, by someone or for using too much memory.",
  });
});

test("works on no more runs than its limit, urgent queues first, then by time", async () => {
  await using world = await openWorld();
  const folder = await mkdtemp(join(tmpdir(), "millrace-worker-"));
  const file = join(folder, "notes");
  const first = await world.work();
  await first.stop();
  await world.client.workQueues.createInPool({ work_pool_name: world.pool, body: { name: "urgent", priority: 1 } });
  const deployment = await world.deploy("note");
  const runs: FlowRun[] = [];
  for (const [line, work_queue_name] of [
    ["c", "default"],
    ["d", "default"],
    ["a", "urgent"],
    ["b", "urgent"],
  ] as const) {
    const body = { state: { type: "SCHEDULED" }, parameters: { file, line }, work_queue_name } as const;
    runs.push(await world.client.deployments.createFlowRun({ id: deployment.id, body }));
  }
  await world.work({ limit: 1 });
  await Promise.all(runs.map(world.ended));
  expect(await readFile(file, "utf8")).toBe("a \nb \nc \nd \n");
  await rm(folder, { recursive: true });
});

test.each([
  { behavior: "crash", ends: ["Running", "Crashed"] },
  { behavior: "reschedule", ends: ["Running", "AwaitingRetry"] },
] as const)("when it is stopped, its runs end by the setting: $behavior", async ({ behavior, ends }) => {
  await using world = await openWorld();
  const worker = await world.work({ settings: { workerShutdownBehavior: behavior } });
  const run = await world.run(await world.deploy("hanging"));
  const [, child = ""] = await world.logged(run, /child (\d+)/);
  await worker.stop();
  expect((await world.story(run)).slice(-2)).toEqual(ends);
  expect(isAlive(Number(child))).toBe(false);
});

test("looks once and sees the runs it finds to their end", async () => {
  await using world = await openWorld();
  const folder = await mkdtemp(join(tmpdir(), "millrace-worker-"));
  const file = join(folder, "notes");
  await (await world.work({ once: true })).done;
  const deployment = await world.deploy("note");
  const run = await world.run(deployment, { file, line: "once" });
  const later = await world.client.deployments.createFlowRun({
    id: deployment.id,
    body: { state: { type: "SCHEDULED", state_details: { scheduled_time: "2099-01-01T00:00:00Z" } }, parameters: { file, line: "later" } },
  });
  await (await world.work({ once: true })).done;
  expect(await readFile(file, "utf8")).toBe("once \n");
  const names = await Promise.all([run, later].map(async ({ id }) => (await world.client.flowRuns.get({ id })).state_name));
  expect(names).toEqual(["Completed", "Scheduled"]);
  await rm(folder, { recursive: true });
});

test("where no socket opens it polls: for runs, for cancellations, and with signs of life", async () => {
  await using world = await openWorld();
  await using proxy = await openPlainProxy(world.url);
  const worker = await world.work({ url: proxy.url, name: "poller", settings: { workerQuerySeconds: 0.2, workerHeartbeatSeconds: 1 } });
  const workers = await world.client.workers.list({ work_pool_name: world.pool, body: {} });
  expect(workers).toMatchObject([{ name: "poller", status: "ONLINE", heartbeat_interval_seconds: 1 }]);
  const run = await world.run(await world.deploy("hanging"));
  await world.logged(run, /child/);
  await world.client.flowRuns.setState({ id: run.id, body: { state: { type: "CANCELLING", name: "Cancelling" } } });
  expect((await world.ended(run)).state_name).toBe("Cancelled");
  await worker.stop();
});

test("gives back the runs it has taken but not begun when it is stopped", async () => {
  await using world = await openWorld();
  const asked = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  await using proxy = await openPlainProxy(world.url, async (path) => {
    if (!path.endsWith("/variables/name/place")) return;
    asked.resolve();
    await answered.promise;
  });
  const worker = await world.work({ url: proxy.url, settings: { workerQuerySeconds: 0.2 } });
  const run = await world.run(await world.deploy("note", { working_dir: "{{ prefect.variables.place }}" }));
  await asked.promise;
  expect((await world.client.flowRuns.get({ id: run.id })).state_name).toBe("Pending");
  const stopped = worker.stop();
  answered.resolve();
  await stopped;
  const { state } = await world.client.flowRuns.get({ id: run.id });
  expect(state).toMatchObject({ type: "SCHEDULED", message: "The worker that had taken the run stopped before it started it." });
});

test("tells its health", async () => {
  await using world = await openWorld();
  const worker = await world.work({ tellsHealth: true, settings: { workerWebserverHost: "127.0.0.1", workerWebserverPort: 0 } });
  const answer = await fetch(`http://127.0.0.1:${worker.healthPort}/health`);
  expect([answer.status, await answer.json()]).toEqual([200, { message: "OK" }]);
});

test.each([
  { options: { type: "kubernetes" }, message: 'no infrastructure of the type "kubernetes"; it has process and docker.' },
  { options: { name: "a/b" }, message: 'may not contain "/" or "%", and this one is "a/b"' },
])("refuses $options with a sentence", async ({ options, message }) => {
  await using world = await openWorld();
  await expect(world.work(options)).rejects.toThrow(message);
});

test("refuses a pool of another type", async () => {
  await using world = await openWorld();
  await world.client.workPools.create({ body: { name: world.pool, type: "docker" } });
  await expect(world.work()).rejects.toThrow(
    `The work pool "${world.pool}" is of the type "docker", and this worker starts runs of the type "process".`,
  );
});
