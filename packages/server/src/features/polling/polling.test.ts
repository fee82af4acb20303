import type { Deployment, DueFlowRun, FlowRun, WorkPool, WorkQueue } from "@millrace/contract";
import { addSeconds } from "@millrace/contract";
import { onEveryDatabase, type TestServer } from "@millrace/testing";
import { expect, vi } from "vitest";
import { createPool, createQueue, deploy, listEventsOf, runAt } from "../work-pools/fixtures/pools.ts";

const poll = (server: TestServer, pool: WorkPool, body: object = {}): Promise<DueFlowRun[]> =>
  server.ask<DueFlowRun[]>("POST", `/work_pools/${pool.name}/get_scheduled_flow_runs`, body);

const names = async (answer: Promise<DueFlowRun[]>): Promise<string[]> => (await answer).map(({ flow_run }) => flow_run.name);

const set = (server: TestServer, run: FlowRun, type: string) =>
  server.ask("POST", `/flow_runs/${run.id}/set_state`, { state: { type }, force: true });

interface Filled {
  readonly pool: WorkPool;
  readonly low: WorkQueue;
  readonly runs: Readonly<Record<string, FlowRun>>;
}

/** A pool with runs in its default queue and in one behind it, a second apart, the later ones in front. */
const fill = async (server: TestServer, body: object = {}): Promise<Filled> => {
  const pool = await createPool(server, body);
  const low = await createQueue(server, pool, { name: "low" });
  const first = await deploy(server, { work_pool_name: pool.name });
  const second = await deploy(server, { work_pool_name: pool.name, work_queue_name: "low" });
  const now = server.clock.now();
  const at = (deployment: Deployment, seconds: number, name: string) => runAt(server, deployment, addSeconds(now, seconds), { name });
  const runs = {
    "low-1": await at(second, -4, "low-1"),
    "low-2": await at(second, -3, "low-2"),
    "high-2": await at(first, -1, "high-2"),
    "high-1": await at(first, -2, "high-1"),
    later: await at(first, 600, "later"),
  };
  return { pool, low, runs };
};

onEveryDatabase("polling a pool", (it) => {
  it("gives due runs by priority of their queue, then time, as they are", async ({ server }) => {
    const { pool, low, runs } = await fill(server);
    const scheduled_before = server.clock.now();
    const answer = await poll(server, pool, { scheduled_before });
    expect(answer.map(({ flow_run }) => flow_run.name)).toEqual(["high-1", "high-2", "low-1", "low-2"]);
    const { work_pool_id, work_pool_name, ...plain } = runs["low-1"] as FlowRun;
    expect(answer[2]).toEqual({
      work_pool_id,
      work_queue_id: low.id,
      flow_run: { ...plain, state: null, estimated_start_time_delta: expect.any(Number) },
    });
    expect(work_pool_name).toBe(pool.name);
    expect(await names(poll(server, pool, { scheduled_before, limit: 3 }))).toEqual(["high-1", "high-2", "low-1"]);
    expect(await names(poll(server, pool, { scheduled_before, limit: 0 }))).toEqual([]);
    expect(await names(poll(server, pool))).toEqual(["high-1", "high-2", "later", "low-1", "low-2"]);
    expect(await names(poll(server, pool, { scheduled_after: scheduled_before }))).toEqual(["later"]);
    expect(await names(poll(server, pool, { scheduled_before, work_queue_names: ["low"] }))).toEqual(["low-1", "low-2"]);
    expect(await names(poll(server, pool, { scheduled_before, work_queue_names: [] }))).toHaveLength(4);
  });

  it("reserves nothing, leaves out what others run, and runs that retry in their process", async ({ server }) => {
    const { pool, runs } = await fill(server);
    const scheduled_before = server.clock.now();
    expect(await names(poll(server, pool, { scheduled_before }))).toEqual(await names(poll(server, pool, { scheduled_before })));
    await set(server, runs["high-1"] as FlowRun, "PENDING");
    await server.ask("PATCH", `/flow_runs/${runs["low-1"]?.id}`, { empirical_policy: { retry_type: "in_process" } });
    await server.ask("PATCH", `/flow_runs/${runs["low-2"]?.id}`, { empirical_policy: { retry_type: "reschedule" } });
    expect(await names(poll(server, pool, { scheduled_before }))).toEqual(["high-2", "low-2"]);
  });

  it("keeps to the slots of pool and queue", async ({ server }) => {
    const { pool, runs } = await fill(server, { concurrency_limit: 3 });
    const scheduled_before = server.clock.now();
    const due = () => names(poll(server, pool, { scheduled_before }));
    expect(await due()).toEqual(["high-1", "high-2", "low-1"]);
    await server.ask("PATCH", `/work_pools/${pool.name}/queues/default`, { concurrency_limit: 1 });
    expect(await due()).toEqual(["high-1", "low-1", "low-2"]);
    await set(server, runs["high-1"] as FlowRun, "RUNNING");
    expect(await due()).toEqual(["low-1", "low-2"]);
    await set(server, runs["low-1"] as FlowRun, "PENDING");
    await set(server, runs["low-2"] as FlowRun, "RUNNING");
    expect(await due()).toEqual([]);
    await set(server, runs["high-1"] as FlowRun, "CANCELLING");
    expect(await due()).toEqual(["high-2"]);
    await server.ask("PATCH", `/work_pools/${pool.name}`, { concurrency_limit: 0 });
    expect(await due()).toEqual([]);
  });

  it("gives nothing of what is paused", async ({ server }) => {
    const { pool } = await fill(server);
    const due = () => names(poll(server, pool, { scheduled_before: server.clock.now() }));
    await server.ask("PATCH", `/work_pools/${pool.name}/queues/default`, { is_paused: true });
    expect(await due()).toEqual(["low-1", "low-2"]);
    await server.ask("PATCH", `/work_pools/${pool.name}`, { is_paused: true });
    expect(await due()).toEqual([]);
    await server.ask("PATCH", `/work_pools/${pool.name}`, { is_paused: false });
    expect(await due()).toEqual(["low-1", "low-2"]);
  });

  it("says which pool or queue there is none of", async ({ server }) => {
    const { pool } = await fill(server);
    const call = (name: string, body: object) => server.call("POST", `/work_pools/${name}/get_scheduled_flow_runs`, body);
    expect(await call("none", { work_queue_names: ["default"] })).toMatchObject({
      status: 404,
      body: { detail: 'Work pool "none" not found.' },
    });
    const missing = { status: 404, body: { detail: `Work pool queue '${pool.name}/nope' not found.` } };
    expect(await call(pool.name, { work_queue_names: ["default", "nope"] })).toMatchObject(missing);
    expect(await call(pool.name, { work_queue_names: ["nope"] })).toMatchObject(missing);
  });

  it("makes queues and their deployments ready, without a change of the deployments", async ({ server }) => {
    const pool = await createPool(server);
    const queue = await createQueue(server, pool, { name: "q" });
    await createQueue(server, pool, { name: "paused", is_paused: true });
    const deployment = await deploy(server, { work_pool_name: pool.name, work_queue_name: "q" });
    await poll(server, pool, { work_queue_names: ["q", "paused"] });
    const queueStatus = async (name: string) => {
      const { status, last_polled } = await server.ask<WorkQueue>("GET", `/work_pools/${pool.name}/queues/${name}`);
      return [status, last_polled !== null];
    };
    await expect.poll(() => queueStatus("q")).toEqual(["READY", true]);
    await expect.poll(() => queueStatus("paused")).toEqual(["PAUSED", true]);
    expect(await queueStatus("default")).toEqual(["NOT_READY", false]);
    const polled = await server.ask<Deployment>("GET", `/deployments/${deployment.id}`);
    expect(polled).toEqual({ ...deployment, status: "READY", last_polled: expect.any(String) });

    await server.clock.advance("21s");
    await poll(server, pool);
    await expect
      .poll(async () => (await server.ask<Deployment>("GET", `/deployments/${deployment.id}`)).last_polled)
      .not.toBe(polled.last_polled);
    expect((await listEventsOf(server, `prefect.work-queue.${queue.id}`)).map(({ event }) => event)).toEqual([
      "prefect.work-queue.created",
      "prefect.work-queue.ready",
    ]);
    const told = await listEventsOf(server, `prefect.deployment.${deployment.id}`);
    expect(told.filter(({ event }) => event === "prefect.deployment.ready")).toMatchObject([
      {
        related: [
          { "prefect.resource.role": "flow" },
          { "prefect.resource.role": "work-queue", "prefect.resource.name": "q" },
          { "prefect.resource.role": "work-pool", "prefect.work-pool.type": "process" },
        ],
      },
    ]);
  });

  it("costs one query, and no more once it has been noted", async ({ server }) => {
    const { pool } = await fill(server);
    const pollOnce = () => poll(server, pool, { scheduled_before: server.clock.now() });
    await pollOnce();
    await expect.poll(() => server.ask("GET", `/work_pools/${pool.name}/queues/low`)).toMatchObject({ status: "READY" });
    const { read } = server.ctx;
    const queries: string[] = [];
    const executor = read.getExecutor();
    const { executeQuery } = executor;
    executor.executeQuery = (query, ...rest) => {
      queries.push(query.sql);
      return executeQuery.call(executor, query, ...rest) as never;
    };
    const transact = vi.spyOn(server.ctx, "transact");
    await pollOnce();
    executor.executeQuery = executeQuery;
    expect(queries).toHaveLength(1);
    expect(transact).not.toHaveBeenCalled();
    await server.clock.advance("21s");
    await pollOnce();
    expect(transact).toHaveBeenCalledOnce();
    transact.mockRestore();
  });
});

onEveryDatabase("polling a queue as agents of old do", (it) => {
  it("gives whole runs, counts those being cancelled, and looks without a trace for pages", async ({ server }) => {
    const { pool, runs } = await fill(server);
    const path = `/work_queues/${pool.default_queue_id}/get_runs`;
    const scheduled_before = server.clock.now();
    const due = async () => (await server.ask<FlowRun[]>("POST", path, { scheduled_before })).map(({ name }) => name);
    const page = await server.send<FlowRun[]>({ method: "POST", path, body: { scheduled_before }, headers: { "x-prefect-ui": "true" } });
    expect(page.body).toMatchObject([{ name: "high-1", state: { type: "SCHEDULED" }, work_pool_name: pool.name }, { name: "high-2" }]);
    expect(await server.ask("GET", `/work_queues/${pool.default_queue_id}`)).toMatchObject({ status: "NOT_READY", last_polled: null });
    expect(await due()).toEqual(["high-1", "high-2"]);
    await expect
      .poll(() => server.ask("GET", `/work_queues/${pool.default_queue_id}`))
      .toMatchObject({ status: "READY", last_polled: expect.any(String) });
    await server.ask("PATCH", `/work_queues/${pool.default_queue_id}`, { concurrency_limit: 1 });
    await set(server, runs["high-2"] as FlowRun, "RUNNING");
    await set(server, runs["high-2"] as FlowRun, "CANCELLING");
    expect(await due()).toEqual([]);
    await server.ask("PATCH", `/work_queues/${pool.default_queue_id}`, { concurrency_limit: 2 });
    expect(await due()).toEqual(["high-1"]);
    await server.ask("PATCH", `/work_queues/${pool.default_queue_id}`, { is_paused: true });
    expect(await due()).toEqual([]);
  });
});
