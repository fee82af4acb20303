import { type Deployment, type FlowRun, type OrchestrationResult, secondsBetween, type Worker, type WorkPool } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { expect } from "vitest";
import { createPool, deploy, runAt } from "../features/work-pools/fixtures/pools.ts";
import { connect, subscribe, type TestSocket } from "../http/fixtures/sockets.ts";
import { createCrashDetection } from "./crash-detection.ts";

const consumer_id = "0190aaaa-bbbb-7ccc-8ddd-000000000001";

/** A worker on its channel, as Python's hold one. */
const connectWorker = async (server: TestServer, pool: WorkPool, headers: Readonly<Record<string, string>> = {}): Promise<TestSocket> => {
  const socket = await connect(server, { path: `/work_pools/${pool.name}/workers/connect`, protocol: "prefect", headers });
  socket.send({ type: "auth", token: null });
  await socket.next();
  const payload = {
    consumer_id,
    worker_name: "w",
    worker_type: pool.type,
    heartbeat_interval_seconds: 30,
    supported_channel_versions: ["work_pool_worker_channel.v1"],
    requested_capabilities: ["worker_heartbeat.v1", "work_pool_snapshot.v1"],
  };
  socket.send({ type: "worker.hello.v1", id: crypto.randomUUID(), sent_at: "2026-01-01T00:00:00Z", payload });
  await socket.next();
  return socket;
};

const workerOf = async (server: TestServer, pool: WorkPool): Promise<Worker | undefined> =>
  (await server.ask<Worker[]>("POST", `/work_pools/${pool.name}/workers/filter`, {}))[0];

/** Resolves when the server has noticed that a worker let go. */
const noticed = (server: TestServer, pool: WorkPool): Promise<void> =>
  expect
    .poll(async () => {
      const rows = await server.ctx.read.selectFrom("worker").selectAll().where("work_pool_id", "=", pool.id).execute();
      return rows.map((row) => secondsBetween(server.clock.now(), row.offline_after) < 10);
    })
    .toEqual([true]);

const move = (server: TestServer, run: FlowRun, type: string): Promise<OrchestrationResult> =>
  server.ask<OrchestrationResult>("POST", `/flow_runs/${run.id}/set_state`, { state: { type } });

const stateOf = async (server: TestServer, run: FlowRun) => {
  const { state } = await server.ask<FlowRun>("GET", `/flow_runs/${run.id}`);
  return [state?.type, state?.message];
};

/** A run that a worker has taken. */
const takenRun = async (server: TestServer, deployment: Deployment): Promise<FlowRun> => {
  const run = await runAt(server, deployment, server.clock.now());
  await move(server, run, "PENDING");
  await server.ask("PATCH", `/flow_runs/${run.id}/labels`, { "prefect.worker.name": "w", "prefect.worker.type": "process" });
  return run;
};

/** The service, looking whenever the test says so. */
const watch = async ({ ctx }: TestServer) => {
  const service = createCrashDetection();
  await service.runOnce(ctx);
  return { look: () => service.runOnce(ctx), nextDue: () => service.nextDue?.(ctx) };
};

/** Lets time pass as it does: with a look every minute. */
const pass = async (server: TestServer, look: () => Promise<unknown>, seconds: number): Promise<void> => {
  for (let left = seconds; left > 0; left -= 60) {
    await server.clock.advance(`${Math.min(left, 60)}s`);
    await look();
  }
};

const beat = (server: TestServer, run: FlowRun) => ({
  id: crypto.randomUUID(),
  occurred: server.clock.now(),
  event: "prefect.flow-run.heartbeat",
  resource: { "prefect.resource.id": `prefect.flow-run.${run.id}`, "prefect.resource.name": run.name },
  related: [],
  payload: {},
});

/** A process that has sent a sign of life of each run. */
const connectProcess = async (server: TestServer, ...runs: readonly FlowRun[]): Promise<TestSocket> => {
  const socket = await subscribe(server, "/events/in");
  for (const run of runs) socket.send(beat(server, run));
  await socket.ping();
  return socket;
};

const disconnected = (server: TestServer, run: FlowRun): Promise<void> =>
  expect
    .poll(() => server.ctx.read.selectFrom("flow_run_disconnect").select("flow_run_id").where("flow_run_id", "=", run.id).execute())
    .toHaveLength(1);

const running = { type: "RUNNING", message: null };

onEveryDatabase("runs of a worker that is gone", (it) => {
  it("crash before they began, seconds after its channel ended, and free their slots", async ({ server }) => {
    const { look, nextDue } = await watch(server);
    const pool = await createPool(server);
    const deployment = await deploy(server, { work_pool_name: pool.name, concurrency_limit: 1 });
    const socket = await connectWorker(server, pool);
    const run = await takenRun(server, deployment);
    socket.close();
    await noticed(server, pool);
    expect(secondsBetween(server.clock.now(), (await nextDue()) ?? "")).toBeLessThan(8);
    expect((await workerOf(server, pool))?.status).toBe("ONLINE");
    await server.clock.advance("8s");
    await look();
    expect((await workerOf(server, pool))?.status).toBe("OFFLINE");
    expect(await stateOf(server, run)).toEqual([
      "CRASHED",
      expect.stringMatching(/^The worker "w" that took this flow run was last heard of at 2026-.* before the run began/),
    ]);
    const next = await runAt(server, deployment, server.clock.now());
    expect((await move(server, next, "PENDING")).status).toBe("ACCEPT");
  });

  it("live on when it comes back", async ({ server }) => {
    const { look } = await watch(server);
    const pool = await createPool(server);
    const run = await takenRun(server, await deploy(server, { work_pool_name: pool.name }));
    (await connectWorker(server, pool)).close();
    await noticed(server, pool);
    const again = await connectWorker(server, pool);
    await pass(server, look, 60);
    expect(await stateOf(server, run)).toEqual(["PENDING", null]);
    again.close();
  });

  it("live on when only a proxy let go", async ({ server }) => {
    const { look } = await watch(server);
    const pool = await createPool(server);
    const run = await takenRun(server, await deploy(server, { work_pool_name: pool.name }));
    const socket = await connectWorker(server, pool, { "x-forwarded-for": "10.0.0.1" });
    socket.close();
    await socket.closed;
    await pass(server, look, 80);
    expect(await stateOf(server, run)).toEqual(["PENDING", null]);
    await pass(server, look, 15);
    expect(await stateOf(server, run)).toMatchObject(["CRASHED", expect.any(String)]);
  });

  it("crash when its heartbeats stay away, on its own machine, and nowhere else", async ({ server }) => {
    const { look } = await watch(server);
    const [local, remote] = [await createPool(server), await createPool(server, { type: "docker" })];
    const runs: FlowRun[] = [];
    for (const pool of [local, remote]) {
      await server.ask("POST", `/work_pools/${pool.name}/workers/heartbeat`, { name: "w", heartbeat_interval_seconds: 30 });
      const run = await takenRun(server, await deploy(server, { work_pool_name: pool.name }));
      await server.ask("PATCH", `/flow_runs/${run.id}`, { infrastructure_pid: "1" });
      await move(server, run, "RUNNING");
      runs.push(run);
    }
    const [here, elsewhere] = runs;
    if (here === undefined || elsewhere === undefined) throw new Error("Two runs were made.");
    await pass(server, look, 85);
    expect(await stateOf(server, here)).toEqual(["RUNNING", null]);
    await pass(server, look, 10);
    expect(await stateOf(server, here)).toEqual(["CRASHED", expect.stringContaining("the run gave no sign of life")]);
    expect(await stateOf(server, elsewhere)).toEqual(["RUNNING", null]);
  });

  it("are not judged for what nobody could hear", async ({ server }) => {
    const { look } = await watch(server);
    const pool = await createPool(server);
    await server.ask("POST", `/work_pools/${pool.name}/workers/heartbeat`, { name: "w" });
    const run = await takenRun(server, await deploy(server, { work_pool_name: pool.name }));
    // As after a night asleep.
    await server.clock.advance("8h");
    await look();
    expect(await stateOf(server, run)).toEqual(["PENDING", null]);
    await pass(server, look, 95);
    expect(await stateOf(server, run)).toMatchObject(["CRASHED", expect.any(String)]);
  });
});

onEveryDatabase("runs whose process let go of its connection", (it) => {
  const aRun = async (server: TestServer): Promise<FlowRun> => {
    const { id: flow_id } = await server.ask<{ id: string }>("POST", "/flows/", { name: uniqueName("flow") });
    return server.ask<FlowRun>("POST", "/flow_runs/", { flow_id, state: { type: "RUNNING" } });
  };

  it("crash at the first beat that stays away", async ({ server }) => {
    const { look } = await watch(server);
    const run = await aRun(server);
    const socket = await connectProcess(server, run);
    await server.clock.advance("40s");
    socket.send(beat(server, run));
    await socket.ping();
    socket.close();
    await disconnected(server, run);
    await pass(server, look, 65);
    expect(await stateOf(server, run)).toEqual(["RUNNING", running.message]);
    await pass(server, look, 10);
    expect(await stateOf(server, run)).toEqual([
      "CRASHED",
      expect.stringMatching(/let go of its connection at 2026-.* and was not heard of again, so/),
    ]);
  });

  it("live on when they are heard of again", async ({ server }) => {
    const { look } = await watch(server);
    const run = await aRun(server);
    (await connectProcess(server, run)).close();
    await disconnected(server, run);
    const again = await connectProcess(server, run);
    await pass(server, look, 240);
    expect(await stateOf(server, run)).toEqual(["RUNNING", null]);
    expect(await server.ctx.read.selectFrom("flow_run_disconnect").selectAll().where("flow_run_id", "=", run.id).execute()).toEqual([]);
    again.close();
  });

  it("crash seconds later when their worker is gone too, and no other run does", async ({ server }) => {
    const { look } = await watch(server);
    const pool = await createPool(server);
    const deployment = await deploy(server, { work_pool_name: pool.name });
    const worker = await connectWorker(server, pool);
    const [dead, orphan] = [await takenRun(server, deployment), await takenRun(server, deployment)];
    for (const run of [dead, orphan]) await move(server, run, "RUNNING");
    const [process, survivor] = [await connectProcess(server, dead), await connectProcess(server, orphan)];
    worker.close();
    process.close();
    await noticed(server, pool);
    await disconnected(server, dead);
    await pass(server, look, 11);
    expect(await stateOf(server, dead)).toEqual(["CRASHED", expect.stringContaining('and its worker "w" is gone, so')]);
    expect(await stateOf(server, orphan)).toEqual(["RUNNING", null]);
    survivor.close();
  });
});
