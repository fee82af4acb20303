import type { Deployment, Flow, FlowRun, OrchestrationResult, TaskRun, Waiting, WaitingCause, WorkPool } from "@millrace/contract";
import { addSeconds } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { expect } from "vitest";
import { createPool, createQueue, deploy, runAt } from "../work-pools/fixtures/pools.ts";

const move = (server: TestServer, run: FlowRun | TaskRun, state: object): Promise<OrchestrationResult> =>
  server.ask<OrchestrationResult>("POST", `/${"task_key" in run ? "task_runs" : "flow_runs"}/${run.id}/set_state`, { state });

const causesOf = async (server: TestServer, run: FlowRun | TaskRun): Promise<readonly WaitingCause[]> =>
  (await server.ask<Waiting>("GET", `/${"task_key" in run ? "task_runs" : "flow_runs"}/${run.id}/waiting-for`)).causes;

const codesOf = async (server: TestServer, run: FlowRun): Promise<string[]> => (await causesOf(server, run)).map((one) => one.code);

const poll = (server: TestServer, pool: WorkPool): Promise<unknown> =>
  server.ask("POST", `/work_pools/${pool.name}/get_scheduled_flow_runs`, { scheduled_before: server.clock.now() });

/** A pool that a worker polls. */
const aServedPool = async (server: TestServer, body: object = {}): Promise<WorkPool> => {
  const pool = await createPool(server, body);
  await server.ask("POST", `/work_pools/${pool.name}/workers/heartbeat`, { name: "w" });
  await poll(server, pool);
  return pool;
};

const dueRun = (server: TestServer, deployment: Deployment): Promise<FlowRun> => runAt(server, deployment, server.clock.now());

const newFlowRun = async (server: TestServer, body: object = {}): Promise<FlowRun> => {
  const flow = await server.ask<Flow>("POST", "/flows/", { name: uniqueName("flow") });
  return server.ask<FlowRun>("POST", "/flow_runs/", { flow_id: flow.id, ...body });
};

onEveryDatabase("what a flow run waits for", (it) => {
  it("is its time, then its turn", async ({ server }) => {
    const pool = await aServedPool(server);
    const deployment = await deploy(server, { work_pool_name: pool.name });
    const until = addSeconds(server.clock.now(), 3600);
    const run = await runAt(server, deployment, until);
    expect(await server.ask("GET", `/flow_runs/${run.id}/waiting-for`)).toEqual({
      state_type: "SCHEDULED",
      state_name: "Scheduled",
      is_waiting: true,
      causes: [
        {
          code: "scheduled",
          message: "Its time has not come yet.",
          since: expect.any(String),
          until,
          slots: null,
          blockers: [],
        },
      ],
    });
    expect(await codesOf(server, await dueRun(server, deployment))).toEqual(["next-poll"]);
  });

  it("is whoever should start it", async ({ server }) => {
    const pool = await createPool(server);
    const deployment = await deploy(server, { work_pool_name: pool.name });
    const run = await dueRun(server, deployment);
    expect(await causesOf(server, run)).toMatchObject([
      {
        code: "no-worker",
        message: `No worker of the work pool "${pool.name}" is online.`,
        blockers: [{ kind: "work-pool", id: pool.id, name: pool.name }],
      },
    ]);
    await server.ask("POST", `/work_pools/${pool.name}/workers/heartbeat`, { name: "w" });
    expect(await causesOf(server, run)).toMatchObject([
      {
        code: "not-polled",
        blockers: [
          { kind: "work-queue", name: "default" },
          { kind: "worker", name: "w" },
        ],
      },
    ]);
    expect(await codesOf(server, await dueRun(server, await deploy(server, {})))).toEqual(["not-served"]);
    expect(await codesOf(server, await newFlowRun(server, { state: { type: "SCHEDULED" } }))).toEqual(["not-served"]);
  });

  it("is a pool or a queue that is paused, or full, and then who has its slots", async ({ server }) => {
    const pool = await aServedPool(server, { concurrency_limit: 1 });
    const deployment = await deploy(server, { work_pool_name: pool.name });
    const [first, second] = [await dueRun(server, deployment), await dueRun(server, deployment)];
    await move(server, first, { type: "PENDING" });
    expect(await causesOf(server, second)).toMatchObject([
      {
        code: "work-pool-full",
        message: `The work pool "${pool.name}" is full: 1 of 1 taken.`,
        slots: { taken: 1, limit: 1 },
        blockers: [
          { kind: "work-pool", id: pool.id },
          { kind: "flow-run", id: first.id, name: first.name },
        ],
      },
    ]);
    await server.ask("PATCH", `/work_pools/${pool.name}`, { concurrency_limit: null, is_paused: true });
    await server.ask("PATCH", `/work_pools/${pool.name}/queues/default`, { is_paused: true, concurrency_limit: 1 });
    expect(await codesOf(server, second)).toEqual(["work-pool-paused", "work-queue-paused", "work-queue-full"]);
    const elsewhere = await createQueue(server, pool, { name: "q", concurrency_limit: 0 });
    const third = await dueRun(server, await deploy(server, { work_pool_name: pool.name, work_queue_name: elsewhere.name }));
    expect((await causesOf(server, third)).at(-1)?.message).toBe('The work queue "q" lets nothing run: its limit is 0.');
  });

  it("is the limit of its deployment, until the slot is free", async ({ server }) => {
    const pool = await aServedPool(server);
    const deployment = await deploy(server, { work_pool_name: pool.name, concurrency_limit: 1 });
    const [first, second] = [await dueRun(server, deployment), await dueRun(server, deployment)];
    await move(server, first, { type: "PENDING" });
    const limit = { kind: "concurrency-limit", name: `deployment:${deployment.id}` };
    const expected = {
      code: "concurrency-limit",
      message: `The concurrency limit "deployment:${deployment.id}" is full: 1 of 1 taken.`,
      slots: { taken: 1, limit: 1 },
      blockers: [limit, { kind: "flow-run", id: first.id, name: first.name }],
    };
    expect(await causesOf(server, second)).toMatchObject([expected]);
    await move(server, second, { type: "PENDING" });
    expect(await causesOf(server, second)).toMatchObject([{ ...expected, until: expect.any(String) }]);
    await move(server, first, { type: "CANCELLED" });
    expect(await codesOf(server, second)).toEqual(["next-poll"]);
  });

  it("is what its state says", async ({ server }) => {
    const run = await newFlowRun(server);
    expect(await codesOf(server, run)).toEqual(["process"]);
    await move(server, run, { type: "RUNNING" });
    expect(await server.ask("GET", `/flow_runs/${run.id}/waiting-for`)).toMatchObject({ is_waiting: false, causes: [] });
    const until = addSeconds(server.clock.now(), 60);
    await move(server, run, { type: "PAUSED", state_details: { pause_timeout: until } });
    expect(await causesOf(server, run)).toMatchObject([{ code: "paused", until }]);
    await move(server, run, { type: "RUNNING" });
    await move(server, run, { type: "CANCELLING" });
    const [cancelling] = await causesOf(server, run);
    expect(cancelling?.code).toBe("cancelling");
    expect(cancelling?.until).toBe(addSeconds(cancelling?.since ?? "", 300));

    const pool = await aServedPool(server);
    const taken = await dueRun(server, await deploy(server, { work_pool_name: pool.name }));
    await move(server, taken, { type: "PENDING" });
    await server.ask("PATCH", `/flow_runs/${taken.id}/labels`, { "prefect.worker.name": "w7" });
    expect(await causesOf(server, taken)).toMatchObject([{ code: "infrastructure", blockers: [{ kind: "worker", id: null, name: "w7" }] }]);
    expect((await server.call("GET", `/flow_runs/${pool.id}/waiting-for`)).status).toBe(404);
  });
});

onEveryDatabase("what a task run waits for", (it) => {
  const newTaskRun = (server: TestServer, body: object): Promise<TaskRun> =>
    server.ask<TaskRun>("POST", "/task_runs/", { task_key: "t", dynamic_key: uniqueName("k"), state: { type: "PENDING" }, ...body });

  it("is its flow run, and each full limit on its tags with who holds it", async ({ server }) => {
    const flowRun = await newFlowRun(server);
    const tag = uniqueName("tag");
    const limit = await server.ask<{ id: string }>("POST", "/concurrency_limits/", { tag, concurrency_limit: 1 });
    const tasks = [0, 1].map(() => newTaskRun(server, { flow_run_id: flowRun.id, tags: [tag, "free"] }));
    const [holder, other] = await Promise.all(tasks);
    if (holder === undefined || other === undefined) throw new Error("Two task runs were made.");
    expect(await causesOf(server, other)).toMatchObject([{ code: "flow-run", blockers: [{ id: flowRun.id }] }]);
    await move(server, flowRun, { type: "RUNNING" });
    expect(await causesOf(server, other)).toMatchObject([{ code: "process" }]);
    await move(server, holder, { type: "RUNNING" });
    expect((await move(server, other, { type: "RUNNING" })).status).toBe("WAIT");
    expect(await causesOf(server, other)).toMatchObject([
      {
        code: "concurrency-limit",
        message: `The concurrency limit "tag:${tag}" is full: 1 of 1 taken.`,
        slots: { taken: 1, limit: 1 },
        blockers: [
          { kind: "concurrency-limit", id: limit.id, name: `tag:${tag}` },
          { kind: "task-run", id: holder.id, name: holder.name },
        ],
      },
    ]);
    expect(await server.ask("GET", `/task_runs/${holder.id}/waiting-for`)).toMatchObject({ is_waiting: false, causes: [] });
    expect((await server.call("GET", `/task_runs/${flowRun.id}/waiting-for`)).status).toBe(404);
  });

  it("is its time, or a worker that serves it", async ({ server }) => {
    const until = addSeconds(server.clock.now(), 60);
    const details = { deferred: true, scheduled_time: until };
    const run = await newTaskRun(server, { state: { type: "SCHEDULED", state_details: details } });
    expect(await causesOf(server, run)).toMatchObject([{ code: "scheduled", until }, { code: "task-worker" }]);
  });
});
